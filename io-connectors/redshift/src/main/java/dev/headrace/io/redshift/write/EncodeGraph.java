package dev.headrace.io.redshift.write;

import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.transforms.join.UnionCoder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.ValueInSingleWindow;

/**
 * The steps by which rows become files: each bundle encodes its own, and rows of more places than
 * it has files open for are gathered by table and encoded behind a shuffle. With slices all are.
 *
 * <p>Each step that encodes has one output and a shuffle behind it, as a step that several others
 * take from is run once for each of them where a runner recomputes.
 */
final class EncodeGraph<T> {
  private static final Coder<Encoded> ENCODED = SerializableCoder.of(Encoded.class);

  private final WriteSettings<T> write;
  private final Encoding<T> encoding;

  EncodeGraph(WriteSettings<T> write, Encoding<T> encoding) {
    this.write = write;
    this.encoding = encoding;
  }

  PCollection<Encoded> expand(PCollection<T> input) {
    return write.slices() == 0 ? byBundle(input) : bySlice(input);
  }

  private PCollection<Encoded> bySlice(PCollection<T> input) {
    PCollection<KV<String, ValueInSingleWindow<T>>> spread =
        input
            .apply("Spread", ParDo.of(new SpreadFn<>(encoding, write.slices())))
            .setCoder(rowCoder(input));
    return kept(sharded(spread, ""), ENCODED, "");
  }

  private PCollection<Encoded> byBundle(PCollection<T> input) {
    Coder<RawUnionValue> coder = UnionCoder.of(List.of(ENCODED, rowCoder(input)));
    PCollection<RawUnionValue> bundles =
        kept(input.apply("Encode", ParDo.of(new EncodeBundleFn<>(encoding))), coder, "");
    PCollection<Encoded> encoded =
        only(
            EncodeBundleFn.ENCODED,
            bundles,
            new TypeDescriptor<Encoded>() {},
            ENCODED,
            "EncodedOnly");
    return isOnePlace(input) ? encoded : withRest(encoded, bundles, rowCoder(input));
  }

  private boolean isOnePlace(PCollection<T> input) {
    return write.table() != null
        && input.getWindowingStrategy().getWindowFn() instanceof GlobalWindows;
  }

  private PCollection<Encoded> withRest(
      PCollection<Encoded> encoded,
      PCollection<RawUnionValue> bundles,
      Coder<KV<String, ValueInSingleWindow<T>>> rowCoder) {
    PCollection<KV<String, ValueInSingleWindow<T>>> rows =
        only(
            EncodeBundleFn.LEFT,
            bundles,
            new TypeDescriptor<KV<String, ValueInSingleWindow<T>>>() {},
            rowCoder,
            "LeftOnly");
    PCollection<Encoded> rest = kept(sharded(rows, "Left"), ENCODED, "Left");
    return PCollectionList.of(encoded)
        .and(Panes.like(encoded, rest, "LeftAsEncoded"))
        .apply("AllEncoded", Flatten.pCollections());
  }

  private PCollection<Encoded> sharded(
      PCollection<KV<String, ValueInSingleWindow<T>>> rows, String which) {
    return Panes.every(write.triggeringFrequency(), rows, "TriggerRows" + which)
        .apply("GatherRows" + which, GroupByKey.create())
        .apply("EncodeShards" + which, ParDo.of(new EncodeShardFn<>(encoding)));
  }

  private static <V> PCollection<V> kept(PCollection<V> values, Coder<V> coder, String which) {
    return values.setCoder(coder).apply("KeepEncoded" + which, Reshuffle.viaRandomKey());
  }

  @SuppressWarnings("unchecked") // the tag tells what the value is
  private static <V> PCollection<V> only(
      int tag,
      PCollection<RawUnionValue> values,
      TypeDescriptor<V> type,
      Coder<V> coder,
      String name) {
    return values
        .apply(name, Filter.by(each -> each.getUnionTag() == tag))
        .apply(
            name + "Taken",
            MapElements.into(type).via(each -> (V) Objects.requireNonNull(each.getValue())))
        .setCoder(coder);
  }

  private Coder<KV<String, ValueInSingleWindow<T>>> rowCoder(PCollection<T> input) {
    return KvCoder.of(
        StringUtf8Coder.of(),
        ValueInSingleWindow.Coder.of(
            input.getCoder(), input.getWindowingStrategy().getWindowFn().windowCoder()));
  }
}
