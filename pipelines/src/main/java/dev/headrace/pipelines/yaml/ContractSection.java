package dev.headrace.pipelines.yaml;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.transforms.records.Contract;
import dev.headrace.transforms.shape.Derive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Reads {@code contract}: the name of an Avro schema file, or the fields themselves, written as
 * Avro has them.
 *
 * @param folder of the YAML file, to which the name of the schema file is relative
 */
record ContractSection(Path folder) {
  private static final List<String> TEXTS = List.of("namespace", "doc");

  Reader<Contract> reader() {
    return Values.shortOr(this::ofFile, Settings.section(this::read));
  }

  private Optional<Contract> read(Settings settings) {
    settings.requireOneOf("file", "fields");
    Optional<Contract> contract =
        settings.has("file") ? settings.optional("file", this::ofFile) : inline(settings);
    return settings
        .make(contract, found -> found)
        .with("mode", Values.oneOf(Contract.Mode.class), Contract::withMode)
        .done();
  }

  private Optional<Contract> ofFile(Setting setting) {
    return Values.TEXT.read(setting).flatMap(name -> Settings.attempt(setting, () -> ofFile(name)));
  }

  private Contract ofFile(String name) {
    Path file = folder.resolve(name);
    checkArgument(Files.isRegularFile(file), "There is no schema file %s", file);
    try {
      checkArgument(
          Files.size(file) <= YamlDocument.MAX_BYTES,
          "The schema file must be at most %s bytes, but %s is larger",
          YamlDocument.MAX_BYTES,
          file);
      return ofSchema(Files.readString(file, UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException("The schema file " + file + " cannot be read: " + e, e);
    }
  }

  private static Optional<Contract> inline(Settings settings) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "record");
    settings.required("name", Values.TEXT).ifPresent(name -> schema.put("name", name));
    for (String key : TEXTS) {
      settings.optional(key, Values.TEXT).ifPresent(text -> schema.put(key, text));
    }
    settings
        .required("fields", Values.listOf(ContractSection::field))
        .ifPresent(fields -> schema.putArray("fields").addAll(fields));
    return settings.make(() -> ofSchema(schema.toString())).done();
  }

  /** A field that is wrong is told with its own line; whether it can be derived the whole tells. */
  private static Optional<ObjectNode> field(Setting setting) {
    if (!(setting.node().json() instanceof ObjectNode field)) {
      return setting.refuse("a field of Avro, with name and type");
    }
    withNullType(field);
    ObjectNode alone = JsonNodeFactory.instance.objectNode();
    alone.put("type", "record").put("name", "Field").putArray("fields").add(field);
    return Settings.attempt(setting, () -> parsed(alone.toString())).map(valid -> field);
  }

  /** YAML reads null without quotes as nothing, and Avro has a type of that name. */
  private static void withNullType(ObjectNode field) {
    if (field.get("type") instanceof ArrayNode union) {
      for (int i = 0; i < union.size(); i++) {
        if (union.get(i).isNull()) {
          union.set(i, "null");
        }
      }
    }
  }

  private static Contract ofSchema(String json) {
    Contract contract = parsed(json);
    if (!contract.derived().isEmpty()) {
      Derive unused = Derive.of(contract);
    }
    return contract;
  }

  private static Contract parsed(String json) {
    return Contract.of(new Schema.Parser().parse(json));
  }
}
