package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Reads a JSON object into a record of a contract, token by token and in one pass. */
final class ContractReader implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Contract contract;
  private final List<FieldReader> fields;
  private final FieldTree tree;

  ContractReader(Contract contract, List<FieldReader> fields) {
    this.contract = contract;
    this.fields = fields;
    this.tree = FieldTree.of(fields);
  }

  /**
   * Reads the object that the parser has not come to yet, and nothing after it.
   *
   * @throws BadRecordException that names the first field at fault
   */
  GenericRecord read(JsonParser json, Step.Tallies tallies) throws IOException, BadRecordException {
    JsonToken first = json.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw new BadRecordException(
          Reason.MALFORMED,
          first == null
              ? "The record is empty"
              : "The record must be an object, but is " + ValueReader.kindOf(first));
    }
    GenericRecord record = new GenericData.Record(contract.schema());
    readObject(tree, json, record, tallies);
    requireValues(record);
    return record;
  }

  private void requireValues(GenericRecord record) throws BadRecordException {
    for (int i = 0; i < fields.size(); i++) {
      FieldReader field = fields.get(i);
      if (!field.nullable() && record.get(field.position()) == null) {
        throw at(field, Reason.MISSING_VALUE, "has no value");
      }
    }
  }

  private void readObject(
      FieldTree place, JsonParser json, GenericRecord record, Step.Tallies tallies)
      throws IOException, BadRecordException {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      FieldTree child = place.child(name);
      json.nextToken();
      if (child == null) {
        unknown(name, tallies);
        json.skipChildren();
      } else {
        readValue(child, json, record, tallies);
      }
    }
  }

  private void readElements(
      FieldTree place, JsonParser json, GenericRecord record, Step.Tallies tallies)
      throws IOException, BadRecordException {
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      FieldTree child = place.child(Integer.toString(i));
      if (child == null) {
        json.skipChildren();
      } else {
        readValue(child, json, record, tallies);
      }
    }
  }

  private void readValue(
      FieldTree place, JsonParser json, GenericRecord record, Step.Tallies tallies)
      throws IOException, BadRecordException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    if (token.isStructStart() && isReadMoreThanOnce(place)) {
      readTree(place, Trees.read(json), record, tallies);
      return;
    }
    for (FieldReader field : place.fields()) {
      readField(field, json, record, tallies);
    }
    if (place.hasChildren()) {
      if (token == JsonToken.START_OBJECT) {
        readObject(place, json, record, tallies);
      } else if (token == JsonToken.START_ARRAY) {
        readElements(place, json, record, tallies);
      }
    }
  }

  private static boolean isReadMoreThanOnce(FieldTree place) {
    return place.fields().size() + (place.hasChildren() ? 1 : 0) > 1;
  }

  private void readTree(FieldTree place, JsonNode value, GenericRecord record, Step.Tallies tallies)
      throws IOException, BadRecordException {
    for (FieldReader field : place.fields()) {
      readField(field, Trees.parser(value), record, tallies);
    }
    if (value.isObject()) {
      readObject(place, Trees.parser(value), record, tallies);
    } else {
      readElements(place, Trees.parser(value), record, tallies);
    }
  }

  private void readField(
      FieldReader field, JsonParser json, GenericRecord record, Step.Tallies tallies)
      throws IOException, BadRecordException {
    if (record.get(field.position()) != null) {
      throw at(field, Reason.MALFORMED, "is there more than once");
    }
    JsonStreamContext outside =
        json.currentToken().isStructStart()
            ? json.getParsingContext().getParent()
            : json.getParsingContext();
    try {
      record.put(field.position(), field.reader().read(json));
    } catch (BadRecordException e) {
      if (!field.nullable() || contract.mode() != Contract.Mode.DISCARD_VALUE) {
        throw at(field, e.reason(), e.detail());
      }
      tallies.count(Account.DISCARDED_VALUES);
      while (json.getParsingContext() != outside) {
        json.nextToken();
      }
    }
  }

  private void unknown(String name, Step.Tallies tallies) throws BadRecordException {
    switch (contract.mode()) {
      case TOLERATE, EVOLVE -> {}
      case DISCARD_VALUE -> tallies.count(Account.DISCARDED_VALUES);
      case FREEZE, DISCARD_ROW ->
          throw new BadRecordException(
              Reason.UNKNOWN_FIELD, "The field \"" + name + "\" is not in the contract");
    }
  }

  private static BadRecordException at(FieldReader field, Reason reason, String detail) {
    return new BadRecordException(reason, field.name() + " (" + field.path() + ") " + detail);
  }
}
