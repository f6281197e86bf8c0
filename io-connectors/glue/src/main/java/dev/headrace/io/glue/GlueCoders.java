package dev.headrace.io.glue;

import dev.headrace.transforms.coders.ValueCoder;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviderRegistrar;
import org.apache.beam.sdk.coders.CoderProviders;

/** Tells Beam the coders of the values, so that no pipeline has to. Found by its service file. */
public final class GlueCoders implements CoderProviderRegistrar {
  @Override
  public List<CoderProvider> getCoderProviders() {
    return Stream.<ValueCoder<?>>of(GluePartition.CODER, Publication.CODER)
        .map(GlueCoders::provider)
        .toList();
  }

  private static <T> CoderProvider provider(ValueCoder<T> coder) {
    return CoderProviders.forCoder(coder.getEncodedTypeDescriptor(), coder);
  }
}
