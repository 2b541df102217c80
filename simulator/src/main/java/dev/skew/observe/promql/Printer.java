package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.Aggregate;
import dev.skew.observe.promql.Expr.Binary;
import dev.skew.observe.promql.Expr.Call;
import dev.skew.observe.promql.Expr.Grouping;
import dev.skew.observe.promql.Expr.Matching;
import dev.skew.observe.promql.Expr.MatrixSelector;
import dev.skew.observe.promql.Expr.NumberLiteral;
import dev.skew.observe.promql.Expr.Parens;
import dev.skew.observe.promql.Expr.Shift;
import dev.skew.observe.promql.Expr.StringLiteral;
import dev.skew.observe.promql.Expr.Subquery;
import dev.skew.observe.promql.Expr.Unary;
import dev.skew.observe.promql.Expr.VectorSelector;
import dev.skew.observe.telemetry.LabelMatcher;
import java.util.List;
import java.util.stream.Collectors;

/** Writes expressions in the one form that says the same and reads back equal. */
final class Printer {

  private final StringBuilder out = new StringBuilder();

  private Printer() {}

  static String print(Expr expression) {
    Printer printer = new Printer();
    printer.write(expression);
    return printer.out.toString();
  }

  private void write(Expr expression) {
    if (expression instanceof NumberLiteral number) {
      out.append(literal(number.value()));
    } else if (expression instanceof StringLiteral string) {
      out.append(Quotes.quote(string.value()));
    } else if (expression instanceof Parens parens) {
      out.append('(');
      write(parens.inner());
      out.append(')');
    } else if (expression instanceof Unary unary) {
      out.append(unary.isNegative() ? '-' : '+');
      write(unary.operand());
    } else if (expression instanceof Binary binary) {
      writeBinary(binary);
    } else if (expression instanceof Aggregate aggregate) {
      writeAggregate(aggregate);
    } else if (expression instanceof Call call) {
      out.append(call.function().name());
      writeArguments(call.arguments());
    } else {
      writeSelector(expression);
    }
  }

  /** A sign before a power would be one of the power, so none is written that need not be. */
  private static String literal(double value) {
    return value == Double.POSITIVE_INFINITY ? "Inf" : Numbers.format(value);
  }

  private void writeSelector(Expr expression) {
    if (expression instanceof VectorSelector selector) {
      writeVector(selector);
      writeShift(selector.shift());
    } else if (expression instanceof MatrixSelector selector) {
      writeVector(selector.vector());
      out.append('[').append(Durations.format(selector.rangeMillis())).append(']');
      writeShift(selector.vector().shift());
    } else if (expression instanceof Subquery subquery) {
      write(subquery.inner());
      out.append('[').append(Durations.format(subquery.rangeMillis())).append(':');
      if (subquery.stepMillis() != 0) {
        out.append(Durations.format(subquery.stepMillis()));
      }
      out.append(']');
      writeShift(subquery.shift());
    }
  }

  private void writeBinary(Binary binary) {
    write(binary.left());
    out.append(' ').append(binary.operator().symbol()).append(' ');
    if (binary.isBool()) {
      out.append("bool ");
    }
    writeMatching(binary.matching());
    write(binary.right());
  }

  private void writeMatching(Matching matching) {
    if (matching.isDefault()) {
      return;
    }
    out.append(matching.isOn() ? "on " : "ignoring ");
    writeLabels(matching.labels());
    if (matching.many() != Matching.Many.NONE) {
      out.append(matching.many() == Matching.Many.LEFT ? "group_left " : "group_right ");
      writeLabels(matching.included());
    }
  }

  private void writeAggregate(Aggregate aggregate) {
    out.append(aggregate.operator().symbol());
    Grouping grouping = aggregate.grouping();
    if (!grouping.equals(Grouping.ALL)) {
      out.append(grouping.isWithout() ? " without " : " by ");
      writeLabels(grouping.labels());
    }
    writeArguments(aggregate.children());
  }

  private void writeArguments(List<Expr> arguments) {
    out.append('(');
    for (int i = 0; i < arguments.size(); i++) {
      out.append(i == 0 ? "" : ", ");
      write(arguments.get(i));
    }
    out.append(')');
  }

  /** With the space that parts it from what follows. */
  private void writeLabels(List<String> labels) {
    out.append(labels.stream().map(Printer::label).collect(Collectors.joining(", ", "(", ") ")));
  }

  private static String label(String name) {
    return Lexer.isLabelName(name) ? name : Quotes.quote(name);
  }

  private void writeVector(VectorSelector selector) {
    out.append(selector.metric());
    if (!selector.matchers().isEmpty()) {
      out.append(
          selector.matchers().stream()
              .map(Printer::matcher)
              .collect(Collectors.joining(", ", "{", "}")));
    }
  }

  private static String matcher(LabelMatcher matcher) {
    return label(matcher.name()) + matcher.kind().operator() + Quotes.quote(matcher.value());
  }

  private void writeShift(Shift shift) {
    if (shift.at() instanceof Shift.Instant instant) {
      out.append(" @ ").append(seconds(instant.millis()));
    } else if (shift.at() instanceof Shift.Bound bound) {
      out.append(bound == Shift.Bound.START ? " @ start()" : " @ end()");
    }
    if (shift.offsetMillis() != 0) {
      out.append(" offset ").append(Durations.format(shift.offsetMillis()));
    }
  }

  private static String seconds(long millis) {
    String sign = millis < 0 ? "-" : "";
    return sign + "%d.%03d".formatted(Math.abs(millis / 1000), Math.abs(millis % 1000));
  }
}
