package dev.skew.world.fault;

import java.util.List;

/** A command line that cannot be understood: everything that is wrong with it. */
public final class FaultSyntaxException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Mistake> mistakes;

  public FaultSyntaxException(List<Mistake> mistakes) {
    super(String.join("; ", mistakes.stream().map(Mistake::message).toList()));
    this.mistakes = List.copyOf(mistakes);
  }

  public List<Mistake> mistakes() {
    return mistakes;
  }

  /**
   * One thing that is wrong.
   *
   * @param offset of the word it is about, in characters from the start of the line
   * @param message what is wrong and what would be right
   */
  public record Mistake(int offset, String message) {}
}
