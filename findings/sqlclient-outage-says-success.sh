#!/bin/sh
# Microsoft.Data.SqlClient 7.1.1 (NuGet), .NET 10, Linux: where nobody listens at the server's port, OpenAsync throws a SqlException that is not transient
# (IsTransient is false, Number is 0), around a SocketException that says "Success": its SocketErrorCode is Success and its error code 0, though .NET's own
# sockets say ConnectionRefused for the same port. Whoever retries on IsTransient, or looks for ConnectionRefused, takes an outage for something else.
# Npgsql 10.0.3 and MySqlConnector 2.6.2 call the same outage transient. Seen:
#   SqlClient: SqlException, IsTransient False, Number 0, within it SocketException Success 0
#   Npgsql: NpgsqlException, IsTransient True, within it SocketException ConnectionRefused 111
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > outage.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Data.SqlClient" Version="7.1.1" />
    <PackageReference Include="MySqlConnector" Version="2.6.2" />
    <PackageReference Include="Npgsql" Version="10.0.3" />
  </ItemGroup>
</Project>
END
cat > Outage.cs <<'END'
using System.Data.Common;
using System.Net;
using System.Net.Sockets;

using var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
var port = ((IPEndPoint)listener.LocalEndpoint).Port;
listener.Stop();

await Show("SqlClient", new Microsoft.Data.SqlClient.SqlConnection(
    $"Server=127.0.0.1,{port};User Id=a;Password=a;Encrypt=false;Connect Timeout=5;ConnectRetryCount=0"));
await Show("Npgsql", new Npgsql.NpgsqlConnection($"Host=127.0.0.1;Port={port};Username=a;Password=a;Timeout=5"));
await Show("MySqlConnector", new MySqlConnector.MySqlConnection($"Server=127.0.0.1;Port={port};User ID=a;Password=a;Connection Timeout=5"));

static async Task Show(string name, DbConnection connection)
{
    try
    {
        await connection.OpenAsync();
    }
    catch (DbException failure)
    {
        var number = failure is Microsoft.Data.SqlClient.SqlException sql ? $", Number {sql.Number}" : "";
        var within = failure.InnerException is SocketException socket ? $", within it SocketException {socket.SocketErrorCode} {socket.ErrorCode}" : "";
        Console.WriteLine($"{name}: {failure.GetType().Name}, IsTransient {failure.IsTransient}{number}{within}");
    }
}
END
dotnet run -c Release > seen 2> log || { cat seen log; exit 1; }
cat > expected <<'END'
SqlClient: SqlException, IsTransient False, Number 0, within it SocketException Success 0
Npgsql: NpgsqlException, IsTransient True, within it SocketException ConnectionRefused 111
MySqlConnector: MySqlException, IsTransient True
END
diff expected seen
