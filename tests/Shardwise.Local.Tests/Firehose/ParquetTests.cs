using System.Text.Json.Nodes;
using Parquet;
using Parquet.Serialization;
using Shardwise.Local.Firehose;

namespace Shardwise.Local.Tests.Firehose;

public sealed class ParquetTests
{
    private const string Columns = """
        [{"Name":"id","Type":"bigint"},{"Name":"name","Type":"string"},{"Name":"price","Type":"decimal(10,2)"},{"Name":"at","Type":"timestamp"},{"Name":"day","Type":"date"},
         {"Name":"ok","Type":"boolean"},{"Name":"ratio","Type":"double"},{"Name":"small","Type":"tinyint"},{"Name":"raw","Type":"binary"},{"Name":"user_name","Type":"string"},
         {"Name":"tags","Type":"array<string>"},{"Name":"counts","Type":"map<string,int>"},{"Name":"items","Type":"array<struct<sku:string,qty:int>>"}]
        """;

    [Theory]
    [InlineData("SNAPPY")]
    [InlineData("GZIP")]
    [InlineData("UNCOMPRESSED")]
    public async Task Records_become_rows_with_the_table_s_columns(string compression)
    {
        await using var run = await StartAsync(compression: compression);
        await run.PutAsync(
            """
            {"ID":"7","name":{"First":"A"},"price":12.345,"at":"2026-11-30 01:02:03.5","day":"2026-11-30","ok":"TRUE","ratio":"0.5","small":-1,"raw":"é","user.name":"u",
             "tags":["x",null,"y"],"counts":{"a":1,"b":null},"items":[{"sku":"s","qty":2},null,{"SKU":"t"}],"unknown":1}
            """,
            """{"id":8,"tags":[],"counts":{},"items":[]}{"id":9.9,"name":5}""");

        var (key, body) = Assert.Single(await run.DeliveredAsync());
        Assert.EndsWith(".parquet", key, StringComparison.Ordinal);
        var rows = (await ParquetSerializer.DeserializeAsync<Row>(new MemoryStream(body))).Data;

        Assert.Equal([7, 8, 9], rows.Select(row => row.Id));
        Assert.Equal(["{\"first\":\"A\"}", null, "5"], rows.Select(row => row.Name));
        var first = rows[0];
        Assert.Equal((12.35m, true, 0.5, (sbyte)-1, "u"), (first.Price, first.Ok, first.Ratio, first.Small, first.UserName));
        Assert.Equal((new DateTime(2026, 11, 30, 1, 2, 3, 500), new DateTime(2026, 11, 30)), (first.At, first.Day));
        Assert.Equal("é"u8.ToArray(), first.Raw);
        // The package's reader leaves nulls of lists out, or makes items of them; that they are there is tested by the levels.
        Assert.Equal(["x", "y"], first.Tags!.OfType<string>());
        Assert.Equal([("s", 2), ("t", null)], first.Items!.Where(item => item?.Sku is not null).Select(item => (item!.Sku!, item.Qty)));
        await run.NextMinuteAsync();
        Assert.Equal(2, run.Metric("SucceedConversion.Records"));
    }

    [Fact]
    public async Task Nulls_and_empty_lists_are_told_apart_by_their_levels()
    {
        await using var run = await StartAsync();
        await run.PutAsync("""{"counts":{"a":1,"b":null},"tags":["x",null,"y"]}{"counts":{},"tags":[]}{}{"items":[null,{"qty":3}]}""");

        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(Assert.Single(await run.DeliveredAsync()).Value));
        var fields = reader.Schema.GetDataFields();
        using var group = reader.OpenRowGroupReader(0);
        async Task<(int[] Definitions, int[] Repetitions)> LevelsAsync(string path)
        {
            var data = await group.ReadRawColumnDataBaseAsync(fields.Single(field => field.Path.ToString() == path));
            return ([.. data.DefinitionLevels], [.. data.RepetitionLevels]);
        }

        var keys = await LevelsAsync("counts/key_value/key");
        Assert.Equal(([2, 2, 1, 0, 0], [0, 1, 0, 0, 0]), (keys.Definitions, keys.Repetitions), Same);
        var values = await LevelsAsync("counts/key_value/value");
        Assert.Equal(([3, 2, 1, 0, 0], [0, 1, 0, 0, 0]), (values.Definitions, values.Repetitions), Same);
        var tags = await LevelsAsync("tags/list/element");
        Assert.Equal(([3, 2, 3, 1, 0, 0], [0, 1, 1, 0, 0, 0]), (tags.Definitions, tags.Repetitions), Same);
        var quantities = await LevelsAsync("items/list/element/qty");
        Assert.Equal(([0, 0, 0, 2, 4], [0, 0, 0, 0, 1]), (quantities.Definitions, quantities.Repetitions), Same);
    }

    [Theory]
    [InlineData("not JSON", "ParseError", "Encountered malformed JSON.")]
    [InlineData("{\"id\":1", "ParseError", "Encountered malformed JSON.")]
    [InlineData(" ", "MalformedData", "The record was empty or contained only whitespace.")]
    [InlineData("7", "MalformedData", "The input JSON contained a primitive at the top level. The top level must be an object or array.")]
    [InlineData("[{\"id\":1}]", "MalformedData", "Data does not match the schema. An array of JSON documents is not a valid input.")]
    [InlineData("{\"id\":\"oops\"}", "MalformedData", "Data does not match the schema. For input string: \"oops\"")]
    [InlineData("{\"small\":128}", "MalformedData", "Data does not match the schema. For input string: \"128\"")]
    [InlineData("{\"price\":123456789}", "MalformedData", "Data does not match the schema. For input string: \"123456789\"")]
    [InlineData("{\"at\":\"2026-05-21T14:00:00+00:00\"}", "MalformedData", "Data does not match the schema. For input string: \"2026-05-21T14:00:00+00:00\"")]
    [InlineData("{\"at\":\"2026-13-01 00:00:00\"}", "MalformedData", "Data does not match the schema. For input string: \"2026-13-01 00:00:00\"")]
    [InlineData("{\"tags\":\"x\"}", "MalformedData", "Data does not match the schema. Data is not JSONArray but String with value \"x\"")]
    [InlineData("{\"id\":1}{\"items\":[7]}", "MalformedData", "Data does not match the schema. Data is not JSONObject but Number with value 7")]
    public async Task A_record_that_does_not_fit_goes_to_the_failures_and_the_others_are_converted(string record, string code, string message)
    {
        await using var run = await StartAsync();
        await run.PutAsync("{\"id\":1}", record);

        var failure = Assert.Single(await run.FailuresAsync("format-conversion-failed"));
        Assert.Equal(
            ["attemptsMade", "arrivalTimestamp", "lastErrorCode", "lastErrorMessage", "attemptEndingTimestamp", "rawData", "sequenceNumber", "subSequenceNumber", "dataCatalogTable"],
            failure.AsObject().Select(member => member.Key));
        Assert.Equal(("DataFormatConversion." + code, message), (failure["lastErrorCode"]!.ToString(), failure["lastErrorMessage"]!.ToString()));
        Assert.Equal(record, System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(failure["rawData"]!.ToString())));
        Assert.Equal("""{"catalogId":"000000000000","databaseName":"shop","tableName":"orders","region":"us-east-1","versionId":"LATEST"}""", failure["dataCatalogTable"]!.ToJsonString());
        var rows = await ParquetSerializer.DeserializeAsync<Row>(new MemoryStream(run.Objects().Single(item => item.Key.EndsWith(".parquet", StringComparison.Ordinal)).Value));
        Assert.Equal(1, Assert.Single(rows.Data).Id);
    }

    [Theory]
    [InlineData("\"2026-11-30T01:02:03.39256Z\"", "2026-11-30T01:02:03.3925600Z")]
    [InlineData("\"2026-1-3 01:02:03\"", "2026-01-03T01:02:03.0000000Z")]
    [InlineData("1518033528", "2018-02-07T19:58:48.0000000Z")]
    [InlineData("1518033528123", "2018-02-07T19:58:48.1230000Z")]
    [InlineData("1518033528.123", "2018-02-07T19:58:48.1230000Z")]
    public void Times_are_read_in_the_forms_that_are_documented(string json, string expected) =>
        Assert.Equal(expected, JsonTimes.Timestamp(System.Text.Json.JsonDocument.Parse(json).RootElement, []).ToString("O", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Times_of_the_Hive_deserializer_have_formats_of_their_own()
    {
        using var text = System.Text.Json.JsonDocument.Parse("\"30/11/2026 01:02:03.250\"");
        Assert.Equal(new DateTime(2026, 11, 30, 1, 2, 3, 250), JsonTimes.Timestamp(text.RootElement, ["yyyy", "dd/MM/yyyy HH:mm:ss.SSS"]));
        using var number = System.Text.Json.JsonDocument.Parse("1000");
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(1), JsonTimes.Timestamp(number.RootElement, ["millis"]));
    }

    [Fact]
    public async Task Columns_may_have_members_of_other_names_and_case_may_count()
    {
        await using var run = await StartAsync("""{"OpenXJsonSerDe":{"CaseInsensitive":false,"ColumnToJsonKeyMappings":{"name":"Full.Name"} } }""");
        await run.PutAsync("""{"id":1,"ID":2,"Full.Name":"a"}""");

        var row = Assert.Single((await ParquetSerializer.DeserializeAsync<Row>(new MemoryStream(Assert.Single(await run.DeliveredAsync()).Value))).Data);
        Assert.Equal((1, "a"), (row.Id!.Value, row.Name));
    }

    [Theory]
    [InlineData("{\"OrcSerDe\":{}}", "orders", "OutputFormatConfiguration.Serializer.OrcSerDe asks for ORC, which is not written here: Parquet is")]
    [InlineData("{\"ParquetSerDe\":{}}", "nowhere", "SchemaConfiguration.TableName is 'nowhere' of the database 'shop'; the template has no such AWS::Glue::Table, and its columns are needed here")]
    [InlineData("{\"ParquetSerDe\":{}}", "odd", "SchemaConfiguration.TableName names a table whose column 'u' cannot be written to Parquet here: 'uniontype<int,string>' is no type that is written here")]
    public void What_cannot_be_converted_here_is_said_before_anything_runs(string serializer, string table, string why)
    {
        var reason = Assert.Throws<DoesNotRunException>(() => FirehoseRun.Read("clicks", Properties("{\"OpenXJsonSerDe\":{}}", serializer, table), Tables()));

        Assert.Equal("ExtendedS3DestinationConfiguration.DataFormatConversionConfiguration." + why, reason.Message);
    }

    private static Task<FirehoseRun> StartAsync(string deserializer = "{\"OpenXJsonSerDe\":{\"ConvertDotsInJsonKeysToUnderscores\":true}}", string compression = "SNAPPY") => FirehoseRun.StartAsync(
        new Dictionary<string, string> { ["clicks"] = Properties(deserializer, $"{{\"ParquetSerDe\":{{\"Compression\":\"{compression}\"}}}}", "orders") }, tables: Tables());

    private static string Properties(string deserializer, string serializer, string table) => FirehoseRun.S3(
        "\"DataFormatConversionConfiguration\":{\"SchemaConfiguration\":{\"DatabaseName\":\"shop\",\"TableName\":\"" + table + "\"},\"InputFormatConfiguration\":{\"Deserializer\":" + deserializer
        + "},\"OutputFormatConfiguration\":{\"Serializer\":" + serializer + "}}");

    private static GlueTables Tables()
    {
        var tables = new GlueTables("000000000000", "us-east-1");
        tables.Add("orders", Table(Columns));
        tables.Add("odd", Table("[{\"Name\":\"u\",\"Type\":\"uniontype<int,string>\"}]"));
        return tables;
    }

    private static JsonObject Table(string columns) => (JsonObject)JsonNode.Parse("{\"DatabaseName\":\"shop\",\"TableInput\":{\"StorageDescriptor\":{\"Columns\":" + columns + "}}}")!;

    private static bool Same((int[] A, int[] B) x, (int[] A, int[] B) y) => x.A.SequenceEqual(y.A) && x.B.SequenceEqual(y.B);

    private sealed class Row
    {
        [System.Text.Json.Serialization.JsonPropertyName("id")]
        public long? Id { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("name")]
        public string? Name { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("price")]
        [Parquet.Serialization.Attributes.ParquetDecimal(10, 2)]
        public decimal? Price { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("at")]
        public DateTime? At { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("day")]
        public DateTime? Day { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("ok")]
        public bool? Ok { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("ratio")]
        public double? Ratio { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("small")]
        public sbyte? Small { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("raw")]
        public byte[]? Raw { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("user_name")]
        public string? UserName { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("tags")]
        public List<string?>? Tags { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("items")]
        public List<Item?>? Items { get; set; }
    }

    private sealed class Item
    {
        [System.Text.Json.Serialization.JsonPropertyName("sku")]
        public string? Sku { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("qty")]
        public int? Qty { get; set; }
    }
}
