package dev.skew.observe.promql;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.skew.observe.promql.Expr.Call;
import dev.skew.observe.promql.Functions.Body;
import dev.skew.observe.promql.Value.Vector;
import dev.skew.observe.telemetry.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Functions that change labels, or sort by them or by values. */
final class LabelFunctions {

  private LabelFunctions() {}

  static void addTo(Map<String, Body> bodies) {
    bodies.put("label_replace", LabelFunctions::replace);
    bodies.put("label_join", LabelFunctions::join);
    bodies.put("sort", sorted(Comparator.naturalOrder()));
    bodies.put("sort_desc", sorted(Comparator.reverseOrder()));
    bodies.put(
        "sort_by_label", (call, steps, evaluator) -> sortedByLabel(call, steps, evaluator, 1));
    bodies.put(
        "sort_by_label_desc",
        (call, steps, evaluator) -> sortedByLabel(call, steps, evaluator, -1));
  }

  private static Value replace(Call call, Steps steps, Evaluator evaluator) {
    List<Expr> arguments = call.arguments();
    String target = evaluator.text(arguments.get(1));
    String replacement = evaluator.text(arguments.get(2));
    String source = evaluator.text(arguments.get(3));
    Pattern pattern = pattern(evaluator.text(arguments.get(4)), evaluator.mode());
    requireName(target, "destination", "label_replace", evaluator.mode());
    ColumnBuilder columns = evaluator.newColumns();
    for (Column each : evaluator.vector(arguments.get(0), steps).columns()) {
      Matcher matcher = pattern.matcher(each.labels().get(source));
      if (matcher.matches()) {
        relabelled(columns, each, target, GoTemplate.expand(replacement, matcher));
      } else {
        columns.add(each.labels(), each.values(), each.losesName());
      }
    }
    return columns.build();
  }

  private static Pattern pattern(String expression, Mode mode) {
    try {
      return Pattern.compile("^(?:" + expression + ")$", mode == Mode.V3 ? Pattern.DOTALL : 0);
    } catch (PatternSyntaxException e) {
      throw new PromqlQueryException(
          "invalid regular expression in label_replace(): " + expression);
    }
  }

  private static void requireName(String name, String what, String function, Mode mode) {
    boolean isName =
        mode == Mode.V3 ? !name.isEmpty() && Quotes.isText(name) : Lexer.isLabelName(name);
    if (!isName) {
      throw new PromqlQueryException(
          "invalid %s label name in %s(): %s".formatted(what, function, name));
    }
  }

  /** A name that is given anew is one that stays. */
  private static void relabelled(
      ColumnBuilder columns, Column column, String target, String value) {
    columns.add(
        column.labels().with(target, value),
        column.values(),
        column.losesName() && !target.equals(Labels.NAME));
  }

  private static Value join(Call call, Steps steps, Evaluator evaluator) {
    List<String> texts = new ArrayList<>();
    for (Expr each : call.arguments().subList(1, call.arguments().size())) {
      texts.add(evaluator.text(each));
    }
    String target = texts.get(0);
    List<String> sources = texts.subList(2, texts.size());
    requireName(target, "destination", "label_join", evaluator.mode());
    sources.forEach(each -> requireName(each, "source", "label_join", evaluator.mode()));
    ColumnBuilder columns = evaluator.newColumns();
    for (Column each : evaluator.vector(call.arguments().get(0), steps).columns()) {
      List<String> values = sources.stream().map(each.labels()::get).toList();
      relabelled(columns, each, target, String.join(texts.get(1), values));
    }
    return columns.build();
  }

  /** Order is a matter of instant queries; a range query sorts its series by their labels. */
  private static Body sorted(Comparator<Double> order) {
    return (call, steps, evaluator) -> {
      Vector vector = evaluator.vector(call.arguments().get(0), steps);
      if (steps.count() > 1) {
        return vector;
      }
      List<Column> columns = new ArrayList<>(vector.columns());
      columns.sort(
          Comparator.comparing((Column each) -> Double.isNaN(each.values()[0]))
              .thenComparing(each -> each.values()[0], order));
      return new Vector(columns);
    };
  }

  private static Value sortedByLabel(Call call, Steps steps, Evaluator evaluator, int sign) {
    List<Expr> arguments = call.arguments();
    List<String> names =
        arguments.subList(1, arguments.size()).stream().map(evaluator::text).toList();
    List<Column> columns = new ArrayList<>(evaluator.vector(arguments.get(0), steps).columns());
    columns.sort((one, other) -> sign * byLabels(one.labels(), other.labels(), names));
    return new Vector(columns);
  }

  private static int byLabels(Labels one, Labels other, List<String> names) {
    for (String name : names) {
      int order = NaturalOrder.compare(one.get(name), other.get(name));
      if (order != 0) {
        return order;
      }
    }
    return one.compareTo(other);
  }
}
