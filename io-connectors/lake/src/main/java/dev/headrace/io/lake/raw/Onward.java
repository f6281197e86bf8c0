package dev.headrace.io.lake.raw;

import dev.headrace.transforms.buckets.Packer;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.values.KV;

/** The form in which records go on from where they are read. */
interface Onward<O> extends Serializable {

  /** How they travel. */
  Coder<O> coder();

  /** Begins a bundle. */
  Bundle<O> start();

  /** What a bundle came to; for use by one thread. */
  interface Bundle<O> {
    void add(RecordOutcome outcome, Consumer<O> out);

    /** Puts out what is left. */
    void finish(Consumer<O> out);
  }

  /** Each as an element. */
  static Onward<RecordOutcome> each(RecordOutcomeCoder coder) {
    return new Each(coder);
  }

  /** In blocks. */
  static Onward<KV<Integer, byte[]>> packed(Packer packer) {
    return new Packed(packer);
  }

  /** As they are. */
  record Each(RecordOutcomeCoder coder) implements Onward<RecordOutcome>, Bundle<RecordOutcome> {
    @Override
    public Bundle<RecordOutcome> start() {
      return this;
    }

    @Override
    public void add(RecordOutcome outcome, Consumer<RecordOutcome> out) {
      out.accept(outcome);
    }

    @Override
    public void finish(Consumer<RecordOutcome> out) {}
  }

  /** In blocks for their buckets. */
  record Packed(Packer packer) implements Onward<KV<Integer, byte[]>> {
    @Override
    public Coder<KV<Integer, byte[]>> coder() {
      return Packer.CODER;
    }

    @Override
    public Bundle<KV<Integer, byte[]>> start() {
      Packer.Bundle bundle = packer.start();
      return new Bundle<>() {
        @Override
        public void add(RecordOutcome outcome, Consumer<KV<Integer, byte[]>> out) {
          bundle.add(outcome, out);
        }

        @Override
        public void finish(Consumer<KV<Integer, byte[]>> out) {
          bundle.finish(out);
        }
      };
    }
  }
}
