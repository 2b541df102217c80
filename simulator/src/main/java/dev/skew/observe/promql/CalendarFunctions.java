package dev.skew.observe.promql;

import dev.skew.observe.promql.Functions.Body;
import dev.skew.observe.promql.Value.Vector;
import java.time.LocalDate;
import java.time.temporal.ChronoField;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;

/** Parts of times in UTC, which are given as seconds since the epoch. */
final class CalendarFunctions {

  private static final long DAY = 86_400;
  private static final double SECONDS_MAX = 9e18;

  private CalendarFunctions() {}

  static void addTo(Map<String, Body> bodies) {
    bodies.put("minute", of(seconds -> part(seconds, 3600, 60)));
    bodies.put("hour", of(seconds -> part(seconds, DAY, 3600)));
    // Go counts the days of the week from Sunday, which is 0.
    bodies.put("day_of_week", ofDate(date -> date.getDayOfWeek().getValue() % 7));
    bodies.put("day_of_month", ofDate(LocalDate::getDayOfMonth));
    bodies.put("day_of_year", ofDate(LocalDate::getDayOfYear));
    bodies.put("days_in_month", ofDate(LocalDate::lengthOfMonth));
    bodies.put("month", ofDate(LocalDate::getMonthValue));
    bodies.put("year", ofDate(LocalDate::getYear));
  }

  private static long seconds(double seconds) {
    return (long) seconds;
  }

  /** How many whole units of a longer one have passed. */
  private static double part(double seconds, long whole, long unit) {
    return Math.floorDiv(Math.floorMod(seconds(seconds), whole), unit);
  }

  private static Body ofDate(ToIntFunction<LocalDate> part) {
    return of(
        seconds -> {
          long day = Math.floorDiv(seconds(seconds), DAY);
          return ChronoField.EPOCH_DAY.range().isValidValue(day)
              ? part.applyAsInt(LocalDate.ofEpochDay(day))
              : Double.NaN;
        });
  }

  /**
   * A part of the times that are given, or of the time of evaluation. Of what is no time, Go's
   * answer depends on the processor; here it is no number.
   */
  private static Body of(DoubleUnaryOperator part) {
    return (call, steps, evaluator) -> {
      Vector times =
          call.arguments().isEmpty()
              ? MathFunctions.times(steps, evaluator)
              : evaluator.vector(call.arguments().get(0), steps);
      return Functions.mapped(
          times,
          evaluator.newColumns(),
          value -> Math.abs(value) < SECONDS_MAX ? part.applyAsDouble(value) : Double.NaN);
    };
  }
}
