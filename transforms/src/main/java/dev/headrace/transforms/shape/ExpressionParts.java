package dev.headrace.transforms.shape;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Constant;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Expr;

/** What an expression is made of, and whether all of it may be used. */
final class ExpressionParts {
  private static final Set<String> COMPARISONS = Set.of("_==_", "_!=_");
  private static final Set<String> TAKES_LONGER_THAN_ITS_TEXT = Set.of("matches", "replace");
  private static final Set<String> UNDOES_TYPES = Set.of("dyn", "type");
  private static final String JOIN = "join";
  private static final int LONGEST_SEPARATOR = 16;

  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> comparedToNull = new LinkedHashSet<>();
  private int joins;

  private ExpressionParts() {}

  /**
   * @throws IllegalArgumentException if the expression uses what it may not
   */
  static ExpressionParts of(Expr expression) {
    ExpressionParts parts = new ExpressionParts();
    parts.visit(expression);
    return parts;
  }

  /** The fields it reads. */
  Set<String> names() {
    return names;
  }

  /** The fields of which it asks whether they are null. */
  Set<String> comparedToNull() {
    return comparedToNull;
  }

  private void visit(Expr expression) {
    switch (expression.getExprKindCase()) {
      case CONST_EXPR -> {}
      case IDENT_EXPR -> names.add(expression.getIdentExpr().getName());
      case SELECT_EXPR -> visit(expression.getSelectExpr().getOperand());
      case LIST_EXPR -> expression.getListExpr().getElementsList().forEach(this::visit);
      case CALL_EXPR -> visitCall(expression.getCallExpr());
      default -> throw new IllegalArgumentException("maps, messages and macros are not available");
    }
  }

  private void visitCall(Expr.Call call) {
    String function = call.getFunction();
    if (TAKES_LONGER_THAN_ITS_TEXT.contains(function)) {
      throw new IllegalArgumentException(function + " is not available: its time has no bound");
    }
    if (UNDOES_TYPES.contains(function)) {
      throw new IllegalArgumentException(function + " is not available: types are fixed");
    }
    if (call.hasTarget()) {
      visitTarget(call);
      requireZone(call);
    }
    if (COMPARISONS.contains(function)) {
      noteNull(call.getArgs(0), call.getArgs(1));
      noteNull(call.getArgs(1), call.getArgs(0));
    }
    call.getArgsList().forEach(this::visit);
  }

  private void noteNull(Expr one, Expr other) {
    if (one.hasIdentExpr()
        && other.getConstExpr().getConstantKindCase() == Constant.ConstantKindCase.NULL_VALUE) {
      comparedToNull.add(one.getIdentExpr().getName());
    }
  }

  private void visitTarget(Expr.Call call) {
    int joinsBefore = joins;
    visit(call.getTarget());
    if (call.getFunction().equals(JOIN)) {
      requireSeparator(call);
      if (joins > joinsBefore) {
        throw new IllegalArgumentException("join is not available for what is joined already");
      }
      joins++;
    }
  }

  /** Joined by another text, a text would be as long as the product of both. */
  private static void requireSeparator(Expr.Call join) {
    if (join.getArgsCount() == 0) {
      return;
    }
    Constant separator = join.getArgs(0).getConstExpr();
    if (separator.getConstantKindCase() != Constant.ConstantKindCase.STRING_VALUE
        || separator.getStringValue().length() > LONGEST_SEPARATOR) {
      throw new IllegalArgumentException(
          "join takes no separator, or a text of at most %d characters such as ', '"
              .formatted(LONGEST_SEPARATOR));
    }
  }

  /** The library takes UTC for a zone that it does not know. */
  private static void requireZone(Expr.Call call) {
    List<Expr> arguments = call.getArgsList();
    if (!call.getFunction().startsWith("get") || arguments.isEmpty()) {
      return;
    }
    String zone = arguments.get(0).getConstExpr().getStringValue();
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          call.getFunction() + " takes a time zone such as 'Europe/Berlin', but has '" + zone + "'",
          e);
    }
  }
}
