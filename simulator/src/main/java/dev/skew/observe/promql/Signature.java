package dev.skew.observe.promql;

import java.util.List;

/**
 * What a function takes and yields.
 *
 * @param parameters the types of its arguments
 * @param optional how many of the last may be left out; -1 where the last may stand any number of
 *     times, or not at all
 */
public record Signature(String name, List<ValueType> parameters, int optional, ValueType result) {

  public Signature {
    parameters = List.copyOf(parameters);
  }

  boolean isVariadic() {
    return optional < 0;
  }

  int argumentsMin() {
    return parameters.size() - Math.abs(optional);
  }

  /** The type that the argument at a place must have. */
  ValueType parameter(int index) {
    return parameters.get(Math.min(index, parameters.size() - 1));
  }
}
