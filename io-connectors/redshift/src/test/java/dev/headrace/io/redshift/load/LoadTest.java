package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.run.StoredObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final StoredObject A = StoredObject.of("s3://b/a", 10, 1, "aa");
  private static final StoredObject B = StoredObject.of("s3://b/b", 20, 2, "bb");

  private static Load load(StoredObject... files) {
    return new Load("id", "t", List.of(files));
  }

  @Test
  void aFileThatIsNamedTwiceIsLoadedOnce() {
    assertThat(load(B, A, B, A), is(load(A, B)));
    assertThat(load(B, A, B).rows(), is(3L));
    assertThat(load(B, A, B).bytes(), is(30L));
  }

  @Test
  void aFileThatIsDescribedInTwoWaysIsRefusedInsteadOfLoadedTwice() {
    StoredObject other = StoredObject.of("s3://b/a", 10, 3, "aa");

    Exception refusal = assertThrows(IllegalArgumentException.class, () -> load(A, B, other));

    assertThat(refusal.getMessage(), containsString("s3://b/a"));
  }

  @Test
  void filesWithoutRowsAreLeftOut() {
    assertThat(load(A, StoredObject.of("s3://b/empty", 4, 0, "ee")).files(), is(List.of(A)));
  }

  @Test
  void theFingerprintIsOfTheDataNotOfTheirPlaceOrOrder() {
    StoredObject movedA = StoredObject.of("s3://b/z", 10, 1, "aa");

    assertThat(load(B, movedA).fingerprint(), is(load(A, B).fingerprint()));
    assertThat(load(A).fingerprint(), is(not(load(A, B).fingerprint())));
    assertThat(load().fingerprint(), is(not(load(A).fingerprint())));
  }

  @Test
  void theKeyIsOfTheLoadAndItsTable() {
    assertThat(load(A).key(), is(load(B).key()));
    assertThat(new Load("id", "u", List.of()).key(), is(not(load().key())));
    assertThat(new Load("other", "t", List.of()).key(), is(not(load().key())));
  }
}
