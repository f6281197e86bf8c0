package dev.headrace.io.lake.raw;

import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;

/** Finds the large bodies of parts, and cuts them into pieces. */
final class CutFn extends StoreFn<StoredObject, RawPiece> {
  private static final long serialVersionUID = 1L;
  private final long pieceBytes;

  CutFn(ObjectStore.Factory stores, long pieceBytes) {
    super(stores);
    this.pieceBytes = pieceBytes;
  }

  @ProcessElement
  public void process(@Element StoredObject object, OutputReceiver<RawPiece> out)
      throws IOException {
    RawPart.read(
        store,
        object,
        located -> {
          RawResponse response = located.response();
          if (response.request().role() == FetchRequest.Role.DATA
              && response.body() instanceof BodyObject body) {
            RawPiece.cut(located.origin(), body, pieceBytes).forEach(out::output);
          }
        });
  }
}
