package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.VectorSelector;
import dev.skew.observe.promql.PromqlResult.Matrix;
import dev.skew.observe.promql.PromqlResult.Points;
import dev.skew.observe.promql.PromqlResult.Sample;
import dev.skew.observe.promql.PromqlScript.Command;
import dev.skew.observe.promql.PromqlScript.Evaluate;
import dev.skew.observe.promql.PromqlScript.Failure;
import dev.skew.observe.promql.PromqlScript.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script. An instant evaluation must have the same answer when its selectors are fixed to
 * its time and it is evaluated at others, and in the middle of a range query around it.
 */
final class ScriptRunner {

  private static final long MINUTE = 60_000;

  /** What Prometheus 3 knows only behind a flag, and this engine does not. */
  private static final Pattern EXPERIMENTAL =
      Pattern.compile(
          "(?<!@ )\\b(info|step|range|start|end|min_of|max_of|limitk|limit_ratio|histogram_\\w+"
              + "|anchored|smoothed|fill|fill_left|fill_right)\\b\\s*(?=\\()");

  private static final Pattern KNOWN = Pattern.compile("histogram_(quantile|count|sum|fraction)");

  private final PromqlScript script;
  private final PromqlEngine engine;
  private final List<String> failures = new ArrayList<>();
  private final Map<String, Integer> skipped = new TreeMap<>();
  private ScriptStore store = new ScriptStore();
  private int evaluations;
  private int queries;

  ScriptRunner(PromqlScript script) {
    this.script = script;
    PromqlOptions options = PromqlOptions.of(script.mode());
    // Prometheus 3 tests itself with this flag on.
    this.engine = new PromqlEngine(script.mode() == Mode.V3 ? options.withDelayedNames() : options);
  }

  PromqlScriptReport run() {
    for (Command command : script.commands()) {
      if (command instanceof Load load) {
        store.load(load);
      } else if (command instanceof Evaluate evaluate) {
        evaluate(evaluate);
      } else {
        store = new ScriptStore();
      }
    }
    return new PromqlScriptReport(evaluations, queries, failures, skipped);
  }

  private void evaluate(Evaluate evaluate) {
    String reason = reasonToSkip(evaluate);
    if (reason != null) {
      skipped.merge(reason, 1, Integer::sum);
      return;
    }
    evaluations++;
    String problem = problem(evaluate);
    if (problem != null) {
      failures.add(
          "%s:%d: %s%n  %s"
              .formatted(script.name(), evaluate.line(), evaluate.expression(), problem));
    }
  }

  private @Nullable String reasonToSkip(Evaluate evaluate) {
    Matcher experimental = EXPERIMENTAL.matcher(evaluate.expression());
    if (script.mode() == Mode.V3
        && experimental.find()
        && !KNOWN.matcher(experimental.group(1)).matches()) {
      return experimental.group(1) + "()";
    }
    boolean isNative =
        evaluate.answer().rows().stream().anyMatch(PromqlScript.Row::isNative)
            || selectsNative(evaluate.expression());
    return isNative ? "native histograms" : null;
  }

  private boolean selectsNative(String expression) {
    try {
      return selectsNative(engine.parse(expression));
    } catch (PromqlParseException e) {
      return false;
    }
  }

  private boolean selectsNative(Expr expression) {
    boolean isNative =
        expression instanceof VectorSelector selector && store.hasNative(selector.allMatchers());
    return isNative || expression.children().stream().anyMatch(this::selectsNative);
  }

  private @Nullable String problem(Evaluate evaluate) {
    try {
      Expr expression = engine.parse(evaluate.expression());
      return evaluate.isInstant()
          ? instantProblem(evaluate, expression)
          : rangeProblem(evaluate, expression);
    } catch (PromqlException e) {
      return failureProblem(evaluate.answer().failure(), e);
    }
  }

  private static @Nullable String failureProblem(@Nullable Failure expected, PromqlException e) {
    if (expected == null) {
      return "failed: " + e.getMessage();
    }
    String words = String.valueOf(e.getMessage());
    String message = expected.message();
    boolean isRight =
        message == null
            || (expected.isRegex()
                ? Pattern.compile(message).matcher(words).find()
                : words.equals(message));
    return isRight ? null : "expected the error '%s', got '%s'".formatted(message, words);
  }

  private @Nullable String instantProblem(Evaluate evaluate, Expr expression) {
    long at = evaluate.startMillis();
    String problem = problemAt(evaluate, expression, at, "");
    if (problem != null || Invariance.hasTimeDependence(expression)) {
      return problem;
    }
    String text = PromqlEngine.format(Pinning.at(expression, at));
    Expr pinned = engine.parse(text);
    for (long other : new TreeSet<>(otherTimes(at))) {
      problem = problemAt(evaluate, pinned, other, " (as " + text + " at " + other + " ms)");
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static List<Long> otherTimes(long at) {
    return at == 0 ? List.of(-1000L, 0L, 1000L) : List.of(-10 * at, 0L, at / 5, at, 10 * at);
  }

  /** Where an error is expected, one must come each time, of which the last is looked at. */
  private @Nullable String problemAt(Evaluate evaluate, Expr expression, long at, String how) {
    PromqlResult result;
    queries++;
    try {
      result = engine.instant(expression, store, at);
    } catch (PromqlQueryException e) {
      String problem = failureProblem(evaluate.answer().failure(), e);
      return problem == null ? null : problem + how;
    }
    if (evaluate.answer().failure() != null) {
      return "expected an error, got " + result + how;
    }
    String problem = Comparison.of(evaluate.answer(), result);
    if (problem == null && !evaluate.answer().isOrdered()) {
      problem = middleProblem(evaluate, expression, at);
    }
    return problem == null ? null : problem + how;
  }

  private @Nullable String middleProblem(Evaluate evaluate, Expr expression, long at) {
    ValueType type = PromqlEngine.typeOf(expression);
    if (type == ValueType.STRING || type == ValueType.MATRIX) {
      return null;
    }
    queries++;
    Matrix matrix = engine.range(expression, store, at - MINUTE, at + MINUTE, MINUTE);
    List<Sample> middle = new ArrayList<>();
    for (Points series : matrix.series()) {
      for (int i = 0; i < series.samples().size(); i++) {
        if (series.samples().millisAt(i) == at) {
          middle.add(new Sample(series.labels(), at, series.samples().valueAt(i)));
        }
      }
    }
    PromqlResult result =
        type == ValueType.SCALAR
            ? new PromqlResult.Scalar(at, middle.get(0).value())
            : new PromqlResult.Vector(middle);
    String problem = Comparison.of(evaluate.answer(), result);
    return problem == null ? null : problem + " (in the middle of a range query)";
  }

  private @Nullable String rangeProblem(Evaluate evaluate, Expr expression) {
    queries++;
    Matrix matrix =
        engine.range(
            expression, store, evaluate.startMillis(), evaluate.endMillis(), evaluate.stepMillis());
    if (evaluate.answer().failure() != null) {
      return "expected an error, got " + Comparison.words(matrix);
    }
    return Comparison.of(evaluate, matrix);
  }
}
