// S3 by the AWS SDK for JavaScript.
'use strict';
const { client, run, refused } = require('./client.cjs');
const { call } = client('s3', 'S3Client', { forcePathStyle: true });
const http = require('http');
const { createHash } = require('crypto');
const Bucket = 'js-bucket';
const text = async (answer) => (await answer).Body.transformToString();

run(async () => {
  await call('CreateBucket', { Bucket });
  console.log((await call('ListBuckets')).Buckets.some((bucket) => bucket.Name === Bucket), (await call('GetBucketLocation', { Bucket })).LocationConstraint);
  await call('PutObject', {
    Bucket, Key: 'a', Body: 'hello world', ContentType: 'text/plain', CacheControl: 'no-cache', ContentEncoding: 'identity', Metadata: { Team: 'clicks', other: 'x y' },
    ContentMD5: createHash('md5').update('hello world').digest('base64'),
  });
  const head = await call('HeadObject', { Bucket, Key: 'a' });
  console.log(head.ContentType, head.CacheControl, head.ContentEncoding, JSON.stringify(head.Metadata), head.ContentLength, head.ETag);
  console.log(await text(call('GetObject', { Bucket, Key: 'a', Range: 'bytes=6-' })), await text(call('GetObject', { Bucket, Key: 'a', Range: 'bytes=-3' })),
    (await call('GetObject', { Bucket, Key: 'a', Range: 'bytes=0-4' })).ContentRange);
  await refused(call('GetObject', { Bucket, Key: 'a', Range: 'bytes=100-' }));
  await refused(call('PutObject', { Bucket, Key: 'bad', Body: 'x', ContentMD5: createHash('md5').update('y').digest('base64') }));
  await refused(call('PutObject', { Bucket, Key: 'a', Body: 'x', IfNoneMatch: '*' }));
  await refused(call('PutObject', { Bucket, Key: 'a', Body: 'x', IfMatch: '"0"' }));
  await refused(call('GetObject', { Bucket, Key: 'a', IfNoneMatch: head.ETag }));
  await call('PutObject', { Bucket, Key: 'a', Body: 'hello again', IfMatch: head.ETag, ContentType: 'text/plain', Metadata: { team: 'clicks' } });

  const keys = ['a/b', 'a/b/c', 'a/', 'a//d', 'x/../y', 'ü%25 \\?#&+', 'l'.repeat(600)];
  for (const Key of keys) await call('PutObject', { Bucket, Key, Body: Key });
  const wrong = [];
  for (const Key of keys) if (await text(call('GetObject', { Bucket, Key })) !== Key) wrong.push(Key);
  const listed = (await call('ListObjectsV2', { Bucket })).Contents.map((item) => item.Key);
  console.log(wrong.length, keys.every((key) => listed.includes(key)), listed.length, await text(call('GetObject', { Bucket, Key: 'a' })));
  const folders = await call('ListObjectsV2', { Bucket, Delimiter: '/' });
  console.log(folders.CommonPrefixes.map((prefix) => prefix.Prefix).join(), (await call('ListObjects', { Bucket, MaxKeys: 2 })).NextMarker);

  await call('CopyObject', { Bucket, Key: 'copy', CopySource: `${Bucket}/a` });
  await call('CopyObject', { Bucket, Key: 'other', CopySource: `/${Bucket}/a`, MetadataDirective: 'REPLACE', Metadata: { team: 'other' } });
  console.log((await call('HeadObject', { Bucket, Key: 'copy' })).Metadata.team, (await call('HeadObject', { Bucket, Key: 'other' })).Metadata.team);
  await refused(call('CopyObject', { Bucket, Key: 'a', CopySource: `${Bucket}/a` }));

  const { UploadId } = await call('CreateMultipartUpload', { Bucket, Key: 'large', ContentType: 'application/x-large', Metadata: { m: '1' } });
  const five = Buffer.alloc(5 * 1048576, 'a');
  const parts = [];
  for (const [PartNumber, Body] of [[1, five], [2, 'tail']]) parts.push({ PartNumber, ETag: (await call('UploadPart', { Bucket, Key: 'large', UploadId, PartNumber, Body })).ETag });
  parts.push({ PartNumber: 3, ETag: (await call('UploadPartCopy', { Bucket, Key: 'large', UploadId, PartNumber: 3, CopySource: `${Bucket}/a`, CopySourceRange: 'bytes=0-4' })).CopyPartResult.ETag });
  console.log((await call('ListParts', { Bucket, Key: 'large', UploadId })).Parts.map((part) => part.Size).join(), (await call('ListMultipartUploads', { Bucket })).Uploads.length);
  await refused(call('CompleteMultipartUpload', { Bucket, Key: 'large', UploadId, MultipartUpload: { Parts: parts } }));
  const done = await call('CompleteMultipartUpload', { Bucket, Key: 'large', UploadId, MultipartUpload: { Parts: [parts[0], parts[2]] } });
  const large = await call('HeadObject', { Bucket, Key: 'large' });
  console.log(done.ETag.endsWith('-2"'), large.ContentLength, large.ContentType, large.Metadata.m, await text(call('GetObject', { Bucket, Key: 'large', Range: 'bytes=-7' })));
  const { UploadId: aborted } = await call('CreateMultipartUpload', { Bucket, Key: 'large' });
  await call('AbortMultipartUpload', { Bucket, Key: 'large', UploadId: aborted });
  await refused(call('ListParts', { Bucket, Key: 'large', UploadId: aborted }));

  await call('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  const { VersionId: first } = await call('PutObject', { Bucket, Key: 'v', Body: 'one' });
  const { VersionId: second } = await call('PutObject', { Bucket, Key: 'v', Body: 'two' });
  const marker = await call('DeleteObject', { Bucket, Key: 'v' });
  console.log((await call('GetBucketVersioning', { Bucket })).Status, marker.DeleteMarker, await text(call('GetObject', { Bucket, Key: 'v', VersionId: first })));
  await refused(call('GetObject', { Bucket, Key: 'v' }));
  const versions = await call('ListObjectVersions', { Bucket, Prefix: 'v' });
  console.log(versions.Versions.map((version) => version.VersionId === second).join(), versions.DeleteMarkers.map((version) => version.IsLatest).join());
  await call('DeleteObject', { Bucket, Key: 'v', VersionId: marker.VersionId });
  console.log(await text(call('GetObject', { Bucket, Key: 'v' })));
  await call('DeleteObject', { Bucket, Key: 'v', VersionId: second });
  console.log(await text(call('GetObject', { Bucket, Key: 'v' })));
  await call('DeleteObject', { Bucket, Key: 'v', VersionId: first });

  // A bucket in the host's name.
  const port = new URL(process.argv[3]).port;
  console.log(await new Promise((done) => http.get({ port, host: '127.0.0.1', path: '/a', headers: { Host: `${Bucket}.localhost:${port}` } }, (reply) => {
    let body = '';
    reply.on('data', (part) => { body += part; });
    reply.on('end', () => done(`${reply.statusCode} ${body}`));
  })));

  const bucket2 = { Bucket: 'js-bucket-2' };
  await call('CreateBucket', bucket2);
  await call('PutObject', { ...bucket2, Key: 'k', Body: 'x' });
  await refused(call('DeleteBucket', bucket2));
  const deleted = await call('DeleteObjects', { ...bucket2, Delete: { Objects: [{ Key: 'k' }, { Key: 'none' }] } });
  await call('DeleteBucket', bucket2);
  console.log(deleted.Deleted.map((item) => item.Key).join());
  await refused(call('HeadBucket', bucket2));
  await refused(call('GetObject', { Bucket, Key: 'none' }));
});
