package dev.skew.observe.promql;

import static dev.skew.observe.promql.ValueType.MATRIX;
import static dev.skew.observe.promql.ValueType.SCALAR;
import static dev.skew.observe.promql.ValueType.STRING;
import static dev.skew.observe.promql.ValueType.VECTOR;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The functions by name ({@code promql/parser/functions.go}). The two that are about native
 * histograms alone take them and yield nothing for others, as in Prometheus.
 */
final class Signatures {

  private static final Map<String, Signature> V2 = new HashMap<>();
  private static final Map<String, Signature> V3 = new HashMap<>();

  private Signatures() {}

  static {
    List.of(
            "abs ceil exp floor ln log10 log2 sgn sqrt deg rad sin cos tan asin acos atan sinh",
            "cosh tanh asinh acosh atanh sort sort_desc timestamp absent",
            "histogram_count histogram_sum")
        .forEach(names -> all(names, 0, VECTOR, VECTOR));
    all(
        "minute hour day_of_week day_of_month day_of_year days_in_month month year",
        1,
        VECTOR,
        VECTOR);
    all("rate increase delta irate idelta deriv resets changes", 0, VECTOR, MATRIX);
    all(
        "avg_over_time sum_over_time min_over_time max_over_time count_over_time",
        0,
        VECTOR,
        MATRIX);
    all(
        "stddev_over_time stdvar_over_time last_over_time present_over_time absent_over_time",
        0,
        VECTOR,
        MATRIX);
    all("quantile_over_time", 0, VECTOR, SCALAR, MATRIX);
    all("predict_linear", 0, VECTOR, MATRIX, SCALAR);
    all("histogram_quantile", 0, VECTOR, SCALAR, VECTOR);
    all("histogram_fraction", 0, VECTOR, SCALAR, SCALAR, VECTOR);
    all("clamp", 0, VECTOR, VECTOR, SCALAR, SCALAR);
    all("clamp_min clamp_max", 0, VECTOR, VECTOR, SCALAR);
    all("round", 1, VECTOR, VECTOR, SCALAR);
    all("label_replace", 0, VECTOR, VECTOR, STRING, STRING, STRING, STRING);
    all("label_join", -1, VECTOR, VECTOR, STRING, STRING, STRING);
    all("scalar", 0, SCALAR, VECTOR);
    all("vector", 0, VECTOR, SCALAR);
    all("time pi", 0, SCALAR);
    put(V2, "holt_winters", 0, VECTOR, MATRIX, SCALAR, SCALAR);
    put(V3, "double_exponential_smoothing", 0, VECTOR, MATRIX, SCALAR, SCALAR);
    put(V3, "first_over_time", 0, VECTOR, MATRIX);
    put(V3, "mad_over_time", 0, VECTOR, MATRIX);
    put(V3, "ts_of_first_over_time", 0, VECTOR, MATRIX);
    put(V3, "ts_of_last_over_time", 0, VECTOR, MATRIX);
    put(V3, "ts_of_max_over_time", 0, VECTOR, MATRIX);
    put(V3, "ts_of_min_over_time", 0, VECTOR, MATRIX);
    put(V3, "sort_by_label", -1, VECTOR, VECTOR, STRING);
    put(V3, "sort_by_label_desc", -1, VECTOR, VECTOR, STRING);
  }

  private static void all(String names, int optional, ValueType result, ValueType... parameters) {
    for (String name : names.split(" ", -1)) {
      put(V2, name, optional, result, parameters);
      put(V3, name, optional, result, parameters);
    }
  }

  private static void put(
      Map<String, Signature> into,
      String name,
      int optional,
      ValueType result,
      ValueType... parameters) {
    into.put(name, new Signature(name, List.of(parameters), optional, result));
  }

  static @Nullable Signature of(String name, Mode mode) {
    return (mode == Mode.V2 ? V2 : V3).get(name);
  }

  /** All names of a mode, in their order. */
  static List<String> names(Mode mode) {
    return new ArrayList<>(new TreeSet<>((mode == Mode.V2 ? V2 : V3).keySet()));
  }
}
