package dev.headrace.transforms.records;

import static dev.headrace.transforms.records.ValueReader.require;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** How a source writes its numbers. */
enum NumberSource {
  /** As JSON numbers. */
  JSON {
    @Override
    long whole(JsonParser json) throws IOException, BadRecordException {
      JsonToken token = json.currentToken();
      if (token == JsonToken.VALUE_NUMBER_INT) {
        if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
          throw tooLarge();
        }
        return json.getLongValue();
      }
      require(token == JsonToken.VALUE_NUMBER_FLOAT, json, "a whole number");
      return exactly(decimal(json));
    }

    @Override
    double number(JsonParser json) throws IOException, BadRecordException {
      requireNumber(json);
      return finite(json.getDoubleValue());
    }

    @Override
    BigDecimal decimal(JsonParser json) throws IOException, BadRecordException {
      requireNumber(json);
      try {
        return limited(json.getDecimalValue());
      } catch (NumberFormatException | StreamReadException | IllegalStateException e) {
        // The last is what the parser throws of an exponent that no int holds.
        throw tooLong("");
      }
    }

    private void requireNumber(JsonParser json) throws BadRecordException {
      JsonToken token = json.currentToken();
      require(token != null && token.isNumeric(), json, "a number");
    }
  },
  /** As texts that hold what JSON takes as a number, and nothing else. */
  TEXT {
    @Override
    long whole(JsonParser json) throws IOException, BadRecordException {
      String text = numeral(json);
      return text.length() <= SURE_DIGITS && WHOLE.matcher(text).matches()
          ? Long.parseLong(text)
          : exactly(decimal(text));
    }

    @Override
    double number(JsonParser json) throws IOException, BadRecordException {
      return finite(Double.parseDouble(numeral(json)));
    }

    @Override
    BigDecimal decimal(JsonParser json) throws IOException, BadRecordException {
      return decimal(numeral(json));
    }

    private String numeral(JsonParser json) throws IOException, BadRecordException {
      String text = TextReaders.textOf(json, "a number as text");
      if (text.length() > MOST_DIGITS) {
        throw tooLong("");
      }
      if (!NUMERAL.matcher(text).matches()) {
        throw new BadRecordException(Reason.WRONG_TYPE, "is not a number such as -12.5");
      }
      return text;
    }

    private BigDecimal decimal(String numeral) throws BadRecordException {
      try {
        return limited(new BigDecimal(numeral));
      } catch (NumberFormatException e) {
        throw tooLong("");
      }
    }
  };

  // Nobody writes more, and some arithmetic takes time and memory by the size of the exponent.
  private static final int MOST_DIGITS = 1000;
  private static final int SURE_DIGITS = 18;
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
  private static final Pattern NUMERAL =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

  /** A whole number; 5.0 and 5e3 are whole too. */
  abstract long whole(JsonParser json) throws IOException, BadRecordException;

  abstract double number(JsonParser json) throws IOException, BadRecordException;

  /** All digits of a number. */
  abstract BigDecimal decimal(JsonParser json) throws IOException, BadRecordException;

  private static BigDecimal limited(BigDecimal number) throws BadRecordException {
    if (number.signum() == 0) {
      return BigDecimal.ZERO;
    }
    if (Math.abs((long) number.scale()) > MOST_DIGITS) {
      throw tooLong("");
    }
    return number;
  }

  private static long exactly(BigDecimal number) throws BadRecordException {
    if (number.stripTrailingZeros().scale() > 0) {
      throw new BadRecordException(Reason.WRONG_TYPE, "must be a whole number");
    }
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      throw tooLarge();
    }
  }

  private static double finite(double number) throws BadRecordException {
    if (!Double.isFinite(number)) {
      throw tooLarge();
    }
    return number;
  }

  /** Says of something that it is a number, or has one, that is longer than any is read. */
  static BadRecordException tooLong(String something) {
    return new BadRecordException(
        Reason.OUT_OF_RANGE, something + "has more than 1,000 digits, or an exponent beyond it");
  }

  private static BadRecordException tooLarge() {
    return new BadRecordException(Reason.OUT_OF_RANGE, "does not fit into 64 bits");
  }
}
