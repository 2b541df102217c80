package dev.skew.serve.cli;

import java.util.List;

/** What the user gave cannot be used; each problem says where, what, and what would be right. */
final class BadInputException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  BadInputException(String problem) {
    this(List.of(problem));
  }

  BadInputException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  List<String> problems() {
    return problems;
  }
}
