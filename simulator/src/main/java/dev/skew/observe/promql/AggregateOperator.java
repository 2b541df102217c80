package dev.skew.observe.promql;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Operators that make one series of many. */
public enum AggregateOperator {
  SUM,
  AVG,
  COUNT,
  MIN,
  MAX,
  GROUP,
  STDDEV,
  STDVAR,
  TOPK,
  BOTTOMK,
  COUNT_VALUES,
  QUANTILE;

  private static final Map<String, AggregateOperator> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(AggregateOperator::symbol, Function.identity()));

  static @Nullable AggregateOperator of(String name) {
    return BY_NAME.get(name);
  }

  public String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What stands before the operand, or nothing. */
  @Nullable ValueType parameter() {
    return switch (this) {
      case TOPK, BOTTOMK, QUANTILE -> ValueType.SCALAR;
      case COUNT_VALUES -> ValueType.STRING;
      default -> null;
    };
  }

  /** Whether it chooses among series and keeps their labels. */
  boolean selects() {
    return this == TOPK || this == BOTTOMK;
  }
}
