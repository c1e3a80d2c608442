using Microsoft.AspNetCore.Builder;

namespace Shardwise.Local.Tests.Services;

[Collection(LocalServicesFixture.Collection)]
public sealed class LocalServicesTests(LocalServicesFixture local)
{
    [Fact]
    public async Task A_port_in_use_is_one_clear_error()
    {
        var port = local.Services.Endpoint.Port;

        var refused = await Assert.ThrowsAsync<LocalServicesException>(() => LocalServices.StartAsync(local.Options with { Port = port }, null, CancellationToken.None));

        Assert.Equal($"Port {port} on 127.0.0.1 is in use: choose another, or 0 for a free one.", refused.Message);
    }

    [Theory]
    [InlineData(0.5, 1, "LocalServicesOptions.Speed is 0.5; it must be from 1 to 3600.")]
    [InlineData(1, 1.5, "LocalServicesOptions.ShardFraction is 1.5; it must be above 0 and at most 1.")]
    [InlineData(1, double.NaN, "LocalServicesOptions.ShardFraction is NaN; it must be above 0 and at most 1.")]
    public async Task An_option_out_of_range_is_one_clear_error(double speed, double fraction, string message)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => LocalServices.StartAsync(local.Options with { Speed = speed, ShardFraction = fraction }, null, CancellationToken.None));

        Assert.Equal(message, refused.Message);
    }

    [Fact]
    public async Task Routes_of_the_caller_go_first()
    {
        var options = local.Options with { DataDirectory = Path.Combine(local.DataDirectory, "second") };
        await using var services = await LocalServices.StartAsync(options, routes => routes.MapGet("/f/2018-06-01/runtime/invocation/next", () => "mine"), CancellationToken.None);
        using var http = new HttpClient();
        Assert.Equal("mine", await http.GetStringAsync(new Uri(services.Endpoint, "f/2018-06-01/runtime/invocation/next")));
    }

    [Fact]
    public async Task Each_answer_has_the_time_of_the_services_as_its_date()
    {
        var start = new DateTimeOffset(2031, 5, 1, 12, 0, 0, TimeSpan.Zero);
        var options = local.Options with { DataDirectory = Path.Combine(local.DataDirectory, "dated"), Start = start, Speed = 1 };
        await using var services = await LocalServices.StartAsync(options, routes => routes.MapGet("/mine", () => "mine"), CancellationToken.None);
        using var http = new HttpClient();

        foreach (var path in (string[])["mine", "", "?Action=ListQueues"])
        {
            using var answer = await http.GetAsync(new Uri(services.Endpoint, path));
            Assert.InRange(answer.Headers.Date!.Value, start, services.Clock.GetUtcNow());
        }
    }

    [Fact]
    public async Task Nothing_is_left_after_the_services_are_disposed_though_a_caller_still_waits()
    {
        var entered = new TaskCompletionSource();
        var services = await LocalServices.StartAsync(
            local.Options with { DataDirectory = Path.Combine(local.DataDirectory, "third") },
            routes => routes.MapGet("/hang", async () =>
            {
                entered.SetResult();
                await new TaskCompletionSource().Task;
            }),
            CancellationToken.None);
        using var waiting = new HttpClient();
        var answer = waiting.GetAsync(new Uri(services.Endpoint, "hang"));
        await entered.Task;

        await services.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<HttpRequestException>(() => answer);

        using var http = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(services.Endpoint));
    }

    [Fact]
    public async Task Without_a_start_the_clock_begins_when_the_services_do_and_not_when_the_options_were_written()
    {
        var options = local.Options with { Start = null, Speed = 1, DataDirectory = Path.Combine(local.DataDirectory, "fourth") };
        await Task.Delay(TimeSpan.FromMilliseconds(50));
        var before = DateTimeOffset.UtcNow;
        await using var services = await LocalServices.StartAsync(options, null, CancellationToken.None);

        Assert.InRange(services.Clock.GetUtcNow(), before, DateTimeOffset.UtcNow);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task HTTP_1_and_HTTP_2_are_answered_on_the_same_port(string version)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, local.Services.Endpoint)
        {
            Content = new StringContent("{}"), Version = new Version(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Content.Headers.ContentType = new("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", "Kinesis_20131202.DescribeLimits");

        var reply = await http.SendAsync(request);

        Assert.Equal(new Version(version), reply.Version);
        Assert.Equal("""{"__type":"MissingAuthenticationTokenException","message":"Missing Authentication Token"}""", await reply.Content.ReadAsStringAsync());
    }
}
