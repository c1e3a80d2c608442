namespace Shardwise.Local.Firehose;

/// <summary>What an object's bytes are packed in.</summary>
internal enum Compression
{
    None,
    Gzip,
    Zip,
    Snappy,
    HadoopSnappy,
}
