package dev.headrace.transforms.buckets;

import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Keeps the latest records of a bucket. */
final class KeepFn extends DoFn<KV<Integer, Iterable<byte[]>>, Bucket> {
  private static final long serialVersionUID = 1L;
  private final List<String> keys;

  KeepFn(List<String> keys) {
    this.keys = keys;
  }

  @ProcessElement
  public void process(@Element KV<Integer, Iterable<byte[]>> packed, OutputReceiver<Bucket> out)
      throws IOException {
    Bucketful bucketful = new Bucketful(keys);
    for (byte[] bytes : packed.getValue()) {
      bucketful.add(bytes);
    }
    out.output(bucketful.toBucket(packed.getKey()));
  }
}
