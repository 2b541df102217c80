package dev.skew.observe.telemetry;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a label's value must be. Regular expressions are RE2's, which no input makes slow, and must
 * match the whole value. A label that is absent has the empty value.
 */
public final class LabelMatcher {

  /** How the value is compared. */
  public enum Kind {
    EQUAL("="),
    NOT_EQUAL("!="),
    MATCH("=~"),
    NO_MATCH("!~");

    private final String operator;

    Kind(String operator) {
      this.operator = operator;
    }

    public String operator() {
      return operator;
    }
  }

  private final Kind kind;
  private final String name;
  private final String value;
  private final @Nullable Pattern pattern;

  private LabelMatcher(Kind kind, String name, String value, @Nullable Pattern pattern) {
    this.kind = kind;
    this.name = name;
    this.value = value;
    this.pattern = pattern;
  }

  /**
   * A matcher whose regular expression, if it has one, lets {@code .} match a newline as well, as
   * Prometheus 3 does.
   *
   * @throws IllegalArgumentException when the regular expression is none, with the reason
   */
  public static LabelMatcher of(Kind kind, String name, String value) {
    return of(kind, name, value, true);
  }

  /**
   * The same, where the caller says what {@code .} matches.
   *
   * @param dotAll whether {@code .} matches a newline, as it does since Prometheus 3.0
   */
  public static LabelMatcher of(Kind kind, String name, String value, boolean dotAll) {
    boolean literal = kind == Kind.EQUAL || kind == Kind.NOT_EQUAL;
    return new LabelMatcher(kind, name, value, literal ? null : compile(value, dotAll));
  }

  public static LabelMatcher equal(String name, String value) {
    return of(Kind.EQUAL, name, value);
  }

  private static Pattern compile(String expression, boolean dotAll) {
    try {
      return Pattern.compile("^(?:" + expression + ")$", dotAll ? Pattern.DOTALL : 0);
    } catch (PatternSyntaxException e) {
      // As Prometheus words it, with the anchors that it was given.
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  public Kind kind() {
    return kind;
  }

  public String name() {
    return name;
  }

  public String value() {
    return value;
  }

  public boolean matches(String actual) {
    return switch (kind) {
      case EQUAL -> value.equals(actual);
      case NOT_EQUAL -> !value.equals(actual);
      case MATCH -> found(actual);
      case NO_MATCH -> !found(actual);
    };
  }

  public boolean matches(Labels labels) {
    return matches(labels.get(name));
  }

  private boolean found(String actual) {
    return pattern != null && pattern.matcher(actual).find();
  }

  /** Same label, same comparison, same value. */
  @Override
  public boolean equals(Object other) {
    return other instanceof LabelMatcher that
        && kind == that.kind
        && name.equals(that.name)
        && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, name, value);
  }

  /** As PromQL writes it: {@code job=~"etcd|store"}. */
  @Override
  public String toString() {
    return name + kind.operator() + Labels.quoted(value);
  }
}
