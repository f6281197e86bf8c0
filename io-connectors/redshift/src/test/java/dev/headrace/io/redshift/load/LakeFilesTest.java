package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.redshift.load.LoadOptions.DuplicateKeys;
import dev.headrace.transforms.run.StoredObject;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;

/** Files of every type that a contract has, in the Parquet types that the lake writes of them. */
class LakeFilesTest extends WarehouseFixture {
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"sale","fields":[
                {"name":"id","type":"string","maxBytes":9},
                {"name":"price",
                 "type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
                {"name":"total","type":["null",
                 {"type":"bytes","logicalType":"decimal","precision":38,"scale":10}]},
                {"name":"hash","type":"bytes","maxBytes":4},
                {"name":"image","type":["null","bytes"]},
                {"name":"sold","type":"boolean"},
                {"name":"count","type":"int"},
                {"name":"version","type":"long"},
                {"name":"weight","type":"float"},
                {"name":"length","type":"double"},
                {"name":"day","type":{"type":"int","logicalType":"date"}},
                {"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},
                {"name":"prices","type":{"type":"array","items":
                 {"type":"bytes","logicalType":"decimal","precision":9,"scale":2}}}]}
              """);
  private static final MessageType TYPE =
      MessageTypeParser.parseMessageType(
          """
          message sale {
            required binary id (STRING);
            required fixed_len_byte_array(4) price (DECIMAL(9,2));
            optional fixed_len_byte_array(16) total (DECIMAL(38,10));
            required binary hash;
            optional binary image;
            required boolean sold;
            required int32 count;
            required int64 version;
            required float weight;
            required double length;
            required int32 day (DATE);
            required int64 at (TIMESTAMP(MICROS,true));
            required group prices (LIST) {
              repeated group list {
                required fixed_len_byte_array(4) element (DECIMAL(9,2));
              }
            }
          }
          """);
  private static final BigInteger LOWEST = BigInteger.TEN.pow(38).subtract(BigInteger.ONE).negate();

  private static Binary price(int cents) {
    return Binary.fromConstantByteArray(ByteBuffer.allocate(4).putInt(cents).array());
  }

  private static Binary bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return Binary.fromConstantByteArray(bytes);
  }

  private static Group sale(String id, int cents, Binary hash) {
    SimpleGroup sale = new SimpleGroup(TYPE);
    sale.add("id", id);
    sale.add("price", price(cents));
    sale.add("hash", hash);
    sale.add("sold", true);
    sale.add("count", 1);
    sale.add("version", 7L);
    sale.add("weight", 1.5f);
    sale.add("length", 2.5);
    sale.add("day", 1);
    sale.add("at", 1L);
    Group prices = sale.addGroup("prices");
    prices.addGroup("list").add("element", price(-1));
    prices.addGroup("list").add("element", price(250));
    return sale;
  }

  private static StoredObject file(Group... sales) throws Exception {
    return file(TYPE, Arrays.asList(sales));
  }

  private RedshiftTable sales() {
    return RedshiftTable.of(appended.name(), SCHEMA);
  }

  private List<List<String>> loaded(String columns) throws Exception {
    return rows("SELECT " + columns + " FROM " + appended.name() + " ORDER BY id");
  }

  @Test
  void decimalsAndBytesAndAllElseArriveExactly() throws Exception {
    Group full = sale("a", -150, bytes(0, 255, 16));
    full.add("total", Binary.fromConstantByteArray(LOWEST.toByteArray()));
    full.add("image", bytes());

    load(sales(), "1", file(full), file(sale("b", 999_999_999, bytes())));

    assertThat(
        loaded("price, total, TO_HEX(hash), TO_HEX(image)"),
        is(
            List.of(
                List.of("-1.50", "-9999999999999999999999999999.9999999999", "00ff10", ""),
                Arrays.asList("9999999.99", null, "", null))));
    assertThat(
        loaded("sold, count, version, weight, length, day, at, prices").get(0),
        is(
            List.of(
                "t",
                "1",
                "7",
                "1.5",
                "2.5",
                "1970-01-02",
                "1970-01-01 00:00:00.000001",
                "[-0.01, 2.50]")));
  }

  @Test
  void theTableHasTheColumnsOfTheContract() throws Exception {
    load(sales(), "1", file(sale("a", 1, bytes(1))));

    assertThat(
        rows(
            "SELECT column_name, data_type, numeric_precision, numeric_scale"
                + " FROM information_schema.columns WHERE data_type = 'numeric'"
                + " AND 'public.' || table_name = '"
                + appended.name()
                + "' ORDER BY ordinal_position"),
        is(
            List.of(
                List.of("price", "numeric", "9", "2"), List.of("total", "numeric", "38", "10"))));
  }

  @Test
  void rowsOfDecimalsAndBytesAreReplacedByTheirKeysAndOrderedWhereTheyTie() throws Exception {
    RedshiftTable sales = sales().withKeys("id").withSequence("version");
    load(sales, "1", file(sale("a", 1, bytes(1)), sale("b", 2, bytes(2))));
    options = LoadOptions.DEFAULTS.withDuplicateKeys(DuplicateKeys.KEEP_LATEST);

    load(sales, "2", file(sale("a", 3, bytes(1)), sale("a", 3, bytes(255)), sale("a", 3, bytes())));

    assertThat(
        loaded("id, price, TO_HEX(hash)"),
        is(List.of(List.of("a", "0.03", "ff"), List.of("b", "0.02", "02"))));
  }
}
