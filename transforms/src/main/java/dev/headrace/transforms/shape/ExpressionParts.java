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

  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> comparedToNull = new LinkedHashSet<>();

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
      visit(call.getTarget());
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
