package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.MatrixSelector;
import dev.skew.observe.promql.Expr.Parens;
import dev.skew.observe.promql.Expr.Shift;
import dev.skew.observe.promql.Expr.Subquery;
import dev.skew.observe.promql.Expr.VectorSelector;
import dev.skew.observe.promql.Value.Vector;
import dev.skew.observe.telemetry.Samples;
import java.util.ArrayList;
import java.util.List;

/** Looks series up: the newest samples, samples over spans, and the values of subqueries. */
final class Selection {

  private final Evaluator evaluator;
  private final SampleCache cache;
  private final long queryStartMillis;
  private final long queryEndMillis;
  private final Budget budget;
  private final PromqlOptions options;

  /**
   * A way to look series up for a query.
   *
   * @param queryStartMillis what {@code @ start()} means
   * @param queryEndMillis what {@code @ end()} means
   */
  Selection(Evaluator evaluator, SampleCache cache, long queryStartMillis, long queryEndMillis) {
    this.evaluator = evaluator;
    this.cache = cache;
    this.queryStartMillis = queryStartMillis;
    this.queryEndMillis = queryEndMillis;
    this.budget = evaluator.budget();
    this.options = evaluator.options();
  }

  /** What of the newest sample is wanted. */
  private enum Part {
    VALUE,
    SECONDS
  }

  Vector instant(VectorSelector selector, Steps steps) {
    return newest(selector, steps, Part.VALUE);
  }

  /** When the samples were taken, instead of their values. */
  Vector timestamps(VectorSelector selector, Steps steps) {
    return newest(selector, steps, Part.SECONDS);
  }

  private Vector newest(VectorSelector selector, Steps steps, Part part) {
    long first = reference(selector.shift(), steps.firstMillis());
    long last = reference(selector.shift(), steps.lastMillis());
    List<SeriesSamples> series =
        cache.read(selector.allMatchers(), first - options.lookbackMillis(), last);
    budget.take((long) series.size() * steps.count());
    List<Column> columns = new ArrayList<>(series.size());
    for (SeriesSamples each : series) {
      double[] values = newest(each.samples(), selector.shift(), steps, part);
      if (!Column.isEmpty(values)) {
        columns.add(new Column(each.labels(), values, false));
      }
    }
    return new Vector(columns);
  }

  private double[] newest(Samples samples, Shift shift, Steps steps, Part part) {
    long lookback = options.lookbackMillis() - (options.mode().isLeftOpen() ? 1 : 0);
    double[] values = new double[steps.count()];
    int behind = 0;
    for (int i = 0; i < values.length; i++) {
      long reference = reference(shift, steps.millisAt(i));
      while (behind < samples.size() && samples.millisAt(behind) <= reference) {
        behind++;
      }
      int newest = behind - 1;
      boolean isThere =
          newest >= 0
              && reference - samples.millisAt(newest) <= lookback
              && !Samples.isStale(samples.valueAt(newest));
      if (!isThere) {
        values[i] = Column.ABSENT;
      } else {
        values[i] =
            part == Part.VALUE ? samples.valueAt(newest) : samples.millisAt(newest) / 1000.0;
      }
    }
    return values;
  }

  /** The time that a selector looks at when it is evaluated at another. */
  private long reference(Shift shift, long atMillis) {
    Shift.At at = shift.at();
    long from = atMillis;
    if (at instanceof Shift.Instant instant) {
      from = instant.millis();
    } else if (at instanceof Shift.Bound bound) {
      from = bound == Shift.Bound.START ? queryStartMillis : queryEndMillis;
    }
    return from - shift.offsetMillis();
  }

  /** Applies a function to the windows of a range selector or a subquery, step by step. */
  List<Column> overWindows(Expr ranged, Steps steps, RangeFunction function) {
    Expr range = unwrapped(ranged);
    Shift shift = shiftOf(range);
    long rangeMillis = rangeOf(range);
    List<SeriesSamples> series = samples(range, steps);
    budget.take((long) series.size() * steps.count());
    List<Column> columns = new ArrayList<>(series.size());
    for (SeriesSamples each : series) {
      Window window = new Window(each.samples(), options.mode().isLeftOpen());
      double[] values = new double[steps.count()];
      for (int i = 0; i < values.length; i++) {
        long end = reference(shift, steps.millisAt(i));
        window.moveTo(end - rangeMillis, end, i, steps.millisAt(i));
        values[i] = window.isEmpty() ? Column.ABSENT : function.of(window);
      }
      columns.add(new Column(each.labels(), values, each.losesName()));
    }
    return columns;
  }

  static Expr unwrapped(Expr expression) {
    return expression instanceof Parens parens ? unwrapped(parens.inner()) : expression;
  }

  private static Shift shiftOf(Expr range) {
    return range instanceof Subquery subquery
        ? subquery.shift()
        : ((MatrixSelector) range).vector().shift();
  }

  private static long rangeOf(Expr range) {
    return range instanceof Subquery subquery
        ? subquery.rangeMillis()
        : ((MatrixSelector) range).rangeMillis();
  }

  private List<SeriesSamples> samples(Expr range, Steps steps) {
    Shift shift = shiftOf(range);
    long from = reference(shift, steps.firstMillis()) - rangeOf(range);
    long to = reference(shift, steps.lastMillis());
    if (range instanceof Subquery subquery) {
      return subquery(subquery, from, to);
    }
    return cache.read(((MatrixSelector) range).vector().allMatchers(), from, to).stream()
        .map(SeriesSamples::withoutStale)
        .toList();
  }

  /** Its steps are multiples of its interval since the epoch, whenever the query began. */
  private List<SeriesSamples> subquery(Subquery subquery, long from, long to) {
    long interval =
        subquery.stepMillis() == 0 ? options.subqueryStepMillis() : subquery.stepMillis();
    long first = Math.floorDiv(from, interval) * interval;
    if (first < from || (options.mode().isLeftOpen() && first == from)) {
      first += interval;
    }
    if (first > to) {
      return List.of();
    }
    long count = (to - first) / interval + 1;
    budget.take(count);
    Steps steps = new Steps(first, interval, Math.toIntExact(count));
    List<SeriesSamples> series = new ArrayList<>();
    for (Column each : evaluator.vector(subquery.inner(), steps).columns()) {
      series.add(new SeriesSamples(each.labels(), samples(each, steps), each.losesName()));
    }
    return series;
  }

  private static Samples samples(Column column, Steps steps) {
    Samples samples = new Samples(steps.count());
    for (int i = 0; i < steps.count(); i++) {
      if (column.isPresentAt(i)) {
        samples.add(steps.millisAt(i), column.values()[i]);
      }
    }
    return samples;
  }
}
