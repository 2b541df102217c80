package dev.skew.observe.promql;

/**
 * Where an expression stands in the text, from a first character to the one behind the last. It is
 * no part of what an expression means: any two are equal, so that expressions compare by meaning.
 */
public final class Span {

  static final Span NONE = new Span(0, 0);

  private final int start;
  private final int end;

  Span(int start, int end) {
    this.start = start;
    this.end = end;
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  Span to(Span last) {
    return new Span(start, last.end);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Span;
  }

  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return start + ".." + end;
  }
}
