package dev.headrace.transforms;

import dev.headrace.transforms.coders.ValueCoder;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.fetch.FetchOutcome;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.Landed;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.records.Rejection;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.StoredObject;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviderRegistrar;
import org.apache.beam.sdk.coders.CoderProviders;

/** Tells Beam the coders of the values, so that no pipeline has to. Found by its service file. */
public final class ValueCoders implements CoderProviderRegistrar {
  @Override
  public List<CoderProvider> getCoderProviders() {
    return Stream.<ValueCoder<?>>of(
            DeadLetter.CODER,
            FetchOutcome.CODER,
            FetchRequest.CODER,
            Landed.CODER,
            LedgerEntry.CODER,
            Origin.CODER,
            Rejection.CODER,
            RawResponse.CODER,
            RawResponse.Located.CODER,
            StoredObject.CODER)
        .map(ValueCoders::provider)
        .toList();
  }

  private static <T> CoderProvider provider(ValueCoder<T> coder) {
    return CoderProviders.forCoder(coder.getEncodedTypeDescriptor(), coder);
  }
}
