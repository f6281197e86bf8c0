package dev.headrace.transforms.shape;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.projectnessie.cel.Ast;
import org.projectnessie.cel.Env;
import org.projectnessie.cel.EnvOption;
import org.projectnessie.cel.Program;
import org.projectnessie.cel.common.types.Err;
import org.projectnessie.cel.common.types.NullT;
import org.projectnessie.cel.common.types.TimestampT;
import org.projectnessie.cel.common.types.ref.Val;
import org.projectnessie.cel.extension.StringsLib;

/** A compiled expression, which cannot be sent to a worker. */
final class Expression {
  private static final int MOST_CHARACTERS = 4000;

  private final Program program;
  private final List<CelInput> inputs;
  private final Set<String> mayBeNull;
  private final CelOutput output;

  private Expression(
      Program program, List<CelInput> inputs, Set<String> mayBeNull, CelOutput output) {
    this.program = program;
    this.inputs = inputs;
    this.mayBeNull = mayBeNull;
    this.output = output;
  }

  /**
   * Compiles an expression over the fields of a schema, and checks its types.
   *
   * @param notYet fields that have no value when it is computed
   * @throws IllegalArgumentException that tells what is wrong
   */
  static Expression compile(Schema.Field field, String text, Schema schema, Set<String> notYet) {
    ExpressionParts parts = parse(text);
    List<CelInput> inputs = new ArrayList<>();
    for (String name : parts.names()) {
      inputs.add(CelInput.of(find(name, schema, notYet)));
    }
    Env env = environment(inputs);
    Env.AstIssuesTuple checked = env.check(env.parse(text).getAst());
    refuseIssues(checked);
    Ast ast = checked.getAst();
    CelOutput output = new CelOutput(CelInput.nonNull(field.schema()));
    output.requireType(ast.getResultType());
    return new Expression(env.program(ast), inputs, parts.comparedToNull(), output);
  }

  /** Checks the syntax alone. */
  static ExpressionParts parse(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException("it has more than " + MOST_CHARACTERS + " characters");
    }
    Env.AstIssuesTuple parsed = environment(List.of()).parse(text);
    refuseIssues(parsed);
    return ExpressionParts.of(parsed.getAst().getExpr());
  }

  private static Env environment(List<CelInput> inputs) {
    return Env.newEnv(
        EnvOption.clearMacros(), // the only loops there are
        EnvOption.container(CelInput.CONTAINER),
        StringsLib.strings(),
        EnvOption.declarations(inputs.stream().map(CelInput::declaration).toList()));
  }

  private static void refuseIssues(Env.AstIssuesTuple result) {
    if (result.hasIssues()) {
      throw new IllegalArgumentException(result.getIssues().getErrors().get(0).getMessage());
    }
  }

  private static Schema.Field find(String name, Schema schema, Set<String> notYet) {
    Schema.Field found = schema.getField(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no field %s, but %s"
              .formatted(name, schema.getFields().stream().map(Schema.Field::name).toList()));
    }
    if (notYet.contains(name)) {
      throw new IllegalArgumentException("%s is derived, and not before it".formatted(name));
    }
    return found;
  }

  /**
   * The result, as the contract of the field reads it; null if it is null, or a field that it needs
   * is.
   *
   * @throws BadRecordException if there is none
   */
  @Nullable JsonNode evaluate(GenericRecord record) throws BadRecordException {
    Map<String, Object> values = new HashMap<>();
    for (CelInput input : inputs) {
      Object value = record.get(input.position());
      if (value == null && !mayBeNull.contains(input.name())) {
        return null;
      }
      values.put(input.variable(), value == null ? NullT.NullValue : input.value(value));
    }
    Val result = program.eval(values).getVal();
    if (Err.isError(result)) {
      throw failure(result.toString());
    }
    return result == NullT.NullValue ? null : output.json(inRange(result));
  }

  private static Val inRange(Val result) throws BadRecordException {
    if (result instanceof TimestampT time && Err.isError(time.rangeCheck())) {
      throw new BadRecordException(Reason.OUT_OF_RANGE, "is a time outside of the years 1 to 9999");
    }
    return result;
  }

  /** Most of the library's messages hold values, which nobody is to be told. */
  private static BadRecordException failure(String message) {
    if (message.contains("conversion")) {
      return new BadRecordException(Reason.WRONG_TYPE, "needs a text that cannot be converted");
    }
    if (message.contains("no such overload")) {
      return new BadRecordException(Reason.MISSING_VALUE, "needs a field that is null");
    }
    return message.endsWith("by zero")
        ? new BadRecordException(Reason.OUT_OF_RANGE, "is divided by zero")
        : new BadRecordException(Reason.OUT_OF_RANGE, "is beyond what can be computed");
  }
}
