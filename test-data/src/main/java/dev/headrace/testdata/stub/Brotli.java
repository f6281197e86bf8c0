package dev.headrace.testdata.stub;

import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ready-made bodies in brotli, which Java cannot write. */
public enum Brotli {
  /** Three records. */
  SMALL("iw2AW3siaWQiOjF9LHsiaWQiOjJ9LHsiaWQiOjN9XQM=") {
    @Override
    public String plain() {
      return "[{\"id\":1},{\"id\":2},{\"id\":3}]";
    }
  },

  /** A thousand records, so that there is something to compress. */
  LARGE(
      "G4oqIqpFkd95YMdywyws7g1rna20PSVCVixdOjhEba/jEFp4YA0eMD7rEIYVnWA3qsHFNyxws4ABGPi4ot4h"
          + "plzqpu0OBZBYtLHdWIDEoo3tpgIkFm1sNxcgsWhju6UAiUUb260LkFi0sd2mAIlFG9ttC5BYtLHdrgCJRRvb"
          + "PajqJAARJjTDdoMCEGFCM2w3LAARJjTDdqMCEGFCM2w3LgARJjTDdpMCEGFCM2w3XQAiTGiG7WYKQIQJzbDd"
          + "bAGIMKEZtpsrABEmNMPePawCEGFCM2w3KAARJjTDdsMCEGFCM2w3KgARJjTDduMCEGFCM2w3KQARJjTDdtMF"
          + "IMKEZthupgBEmNAM280WgAgTmmG7uQIQYUIz7N2jKgARJjTDdoMCEGFCM2w3LAARJjTDdqMCEGFCM2w3LgAR"
          + "JjTDdpMCEGFCM2w3XQAiTGiG7WYKQIQJzbDdbAGIMKEZtpsrABEmNMPePa4CEGFCM2w3KAARJjTDdsMCEGFC"
          + "M2w3KgARJjTDduMCEGFCM2w3KQARJjTDdtMFIMKEZthupgBEmNAM280WgAgTmmG7uQIQYUIz7N2TKgARJjTD"
          + "doMCEGFCM2w3LAARJjTDdqMCEGFCM2w3LgARJjTDdpMCEGFCM2w3XQAiTGiG7WYKQIQJzbDdbAGIMKEZtpsr"
          + "ABEmNMPePV0FIMKEZthuUAAiTGiG7YYFIMKEZthuVAAiTGiG7cYFIMKEZthuUgAiTGiG7aYLQIQJzbDdTAGI"
          + "MKEZtpstABEmNMN2cwUgwoRm2LtnqgBEmNAM2w0KQIQJzbDdsABEmNAM240KQIQJzbDduABEmNAM200KQIQJ"
          + "zbDddAGIMKEZtpspABEmNMN2swUgwoRm2G6uAESY0Ax792wVgAgTmmG7QQGIMKEZthsWgAgTmmG7UQGIMKEZ"
          + "thsXgAgTmmG7SQGIMKEZtpsuABEmNMN2MwUgwoRm2G62AESY0AzbzRWACBOaYe+eqwIQYUIzbDcoABEmNMN2"
          + "wwIQYUIzbDcqABEmNMN24wIQYUIzbDcpABEmNMN20wUgwoRm2G6mAESY0AzbzRaACBOaYbu5AhBhQjPt5/8=") {
    @Override
    public String plain() {
      return IntStream.range(0, 1_000)
          .mapToObj(i -> "{\"id\":" + i + "}")
          .collect(Collectors.joining(",", "[", "]"));
    }
  },

  /** An empty array with white space: 64 MiB in 109 bytes. */
  BOMB(
      "y///P/ilQLbiskAA9/4v/v//wS8BEIdFALr3f/z//4NfAiAOCwB07//4//8HvwRAHBYA6N7/8f//D34JgDgsANC9/+P"
          + "//x/8EgBxWACge//H//8/+CUA4rAAQPf+L/////BLdJUihwUAc+//AA==") {
    @Override
    public String plain() {
      return "[" + " ".repeat((64 << 20) - 2) + "]";
    }
  };

  private final String base64;

  Brotli(String base64) {
    this.base64 = base64;
  }

  /** What a client should read. */
  public abstract String plain();

  /** What is sent. */
  public byte[] compressed() {
    return Base64.getDecoder().decode(base64);
  }

  /** The answer with this body. */
  public Answer answer() {
    return Answer.encoded("br", compressed());
  }
}
