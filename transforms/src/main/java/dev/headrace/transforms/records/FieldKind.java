package dev.headrace.transforms.records;

import com.google.common.collect.ImmutableSet;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** The kinds of values that a contract knows: the properties each takes, and how it is read. */
enum FieldKind {
  TEXT("from", "maxBytes") {
    @Override
    ValueReader scalar(FieldProperties field, Schema type) {
      int maxBytes = field.positive("maxBytes", MAX_VARCHAR_BYTES);
      return switch (field.text("from", "text")) {
        case "text" -> TextReaders.text(maxBytes);
        case "any" -> TextReaders.literal(maxBytes);
        case "json" -> TextReaders.json(maxBytes);
        default -> throw field.mustBe("from", "text, any or json");
      };
    }
  },
  BOOLEAN("from", "true", "false") {
    @Override
    ValueReader scalar(FieldProperties field, Schema type) {
      return BooleanReaders.of(field);
    }
  },
  NUMBER("from", "min", "max") {
    @Override
    ValueReader scalar(FieldProperties field, Schema type) {
      NumberSource source = numberSource(field);
      ValueReader number =
          switch (type.getType()) {
            case INT -> NumberReaders.int32(source);
            case LONG -> NumberReaders.int64(source);
            case FLOAT -> NumberReaders.float32(source);
            default -> NumberReaders.float64(source);
          };
      return NumberBounds.of(field, type.getType(), number);
    }
  },
  DECIMAL("from", "min", "max") {
    @Override
    ValueReader scalar(FieldProperties field, Schema type) {
      LogicalTypes.Decimal decimal = (LogicalTypes.Decimal) type.getLogicalType();
      return DecimalReader.of(field, decimal, numberSource(field));
    }
  },
  BYTES("from", "maxBytes") {
    @Override
    ValueReader scalar(FieldProperties field, Schema type) {
      return BytesReaders.of(field);
    }
  },
  TIMESTAMP("from", "zone") {
    @Override
    ValueReader scalar(FieldProperties field, Schema type) {
      return TimeReaders.timestampMicros(field);
    }
  },
  DATE("from", "zone") {
    @Override
    ValueReader scalar(FieldProperties field, Schema type) {
      return TimeReaders.date(field);
    }
  };

  private static final int MAX_VARCHAR_BYTES = 65_535;
  private static final Set<String> OF_DERIVED = Set.of("derive", "min", "max", "maxBytes");

  private final ImmutableSet<String> properties;

  FieldKind(String... properties) {
    this.properties = ImmutableSet.copyOf(properties);
  }

  abstract ValueReader scalar(FieldProperties field, Schema type);

  /** How a field of a type is read. */
  static ValueReader reader(FieldProperties field, Schema type) {
    boolean isList = type.getType() == Schema.Type.ARRAY;
    Schema single = isList ? type.getElementType() : type;
    FieldKind kind = of(field, single);
    field.allowOnly(kind.known(field, isList), single);
    ValueReader reader = kind.scalar(field, single);
    String separator = field.text("split");
    if (separator != null) {
      return TextReaders.split(separator, reader);
    }
    return isList ? TextReaders.list(reader) : reader;
  }

  private Set<String> known(FieldProperties field, boolean isList) {
    ImmutableSet.Builder<String> known = ImmutableSet.builder();
    if (field.has("derive")) {
      known.add("derive");
      properties.stream().filter(OF_DERIVED::contains).forEach(known::add);
      return known.build();
    }
    known.add("path", "derive").addAll(properties);
    return isList ? known.add("split").build() : known.build();
  }

  private static FieldKind of(FieldProperties field, Schema type) {
    if (type.getLogicalType() instanceof LogicalTypes.TimestampMicros) {
      return TIMESTAMP;
    } else if (type.getLogicalType() instanceof LogicalTypes.Date) {
      return DATE;
    } else if (type.getLogicalType() instanceof LogicalTypes.Decimal
        && type.getType() == Schema.Type.BYTES) {
      return DECIMAL;
    } else if (type.getProp("logicalType") != null) {
      throw notAllowed(field, type);
    }
    return switch (type.getType()) {
      case STRING -> TEXT;
      case BOOLEAN -> BOOLEAN;
      case INT, LONG, FLOAT, DOUBLE -> NUMBER;
      case BYTES -> BYTES;
      default -> throw notAllowed(field, type);
    };
  }

  private static NumberSource numberSource(FieldProperties field) {
    return switch (field.text("from", "number")) {
      case "number" -> NumberSource.JSON;
      case "text" -> NumberSource.TEXT;
      default -> throw field.mustBe("from", "number or text");
    };
  }

  static IllegalArgumentException notAllowed(FieldProperties field, Schema type) {
    return new IllegalArgumentException(
        "The field "
            + field.name()
            + " has the type "
            + type
            + ", and allowed are string, boolean, int, long, float, double, bytes,"
            + " decimal (of bytes, with precision and scale), timestamp-micros, date,"
            + " arrays of these and a union of null with one of them");
  }
}
