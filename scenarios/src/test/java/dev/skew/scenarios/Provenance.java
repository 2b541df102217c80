package dev.skew.scenarios;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the figures of an incident come from. Each line with a figure ends in {@code # grade: P,
 * owner}; a comment line that says so holds for what follows it, up to a blank line, to another
 * one, or to a line that is less indented. P is the owner's own text and S somebody's who cites it;
 * both name a document that the file declares as {@code # source owner: ...}. What nobody states is
 * our own choice: {@code chosen}. What the file expects and what it says in words are not looked
 * at.
 */
final class Provenance {

  private static final Pattern SOURCE = Pattern.compile("# source ([a-z-]+): \\S.*");

  private static final Pattern GRADE =
      Pattern.compile("# grade: (?:([PS]), ([a-z-]+)|chosen)(?:;.*)?$");

  private static final Pattern KEY = Pattern.compile("(?:- )?([A-Za-z]+):.*");

  /** A number that is not part of a name, as that of mysql-0 is. */
  private static final Pattern FIGURE = Pattern.compile("(?<![\\w-])[+-]?\\d");

  private static final Set<String> WORDS =
      Set.of("name", "teaches", "description", "comment", "expect");

  private final Set<String> sources = new HashSet<>();

  private final List<String> problems = new ArrayList<>();

  /** The indentation of a key whose value is words, while its lines go on, or -1. */
  private int wordsIndent = -1;

  /** The indentation of a comment line that grades what follows, or -1. */
  private int gradedIndent = -1;

  private Provenance() {}

  /** Every figure that does not say where it comes from, each with its line. */
  static List<String> problems(String text) {
    Provenance provenance = new Provenance();
    List<String> lines = text.lines().toList();
    lines.forEach(provenance::declare);
    for (int i = 0; i < lines.size(); i++) {
      provenance.look(i + 1, lines.get(i));
    }
    return provenance.problems;
  }

  private void declare(String line) {
    Matcher source = SOURCE.matcher(line.strip());
    if (source.matches()) {
      sources.add(source.group(1));
    }
  }

  private void look(int number, String line) {
    int indent = line.length() - line.stripLeading().length();
    if (line.isBlank()) {
      gradedIndent = -1;
      return;
    }
    if (wordsIndent >= 0 && indent > wordsIndent) {
      return;
    }
    wordsIndent = -1;
    gradedIndent = indent < gradedIndent ? -1 : gradedIndent;
    if (line.strip().startsWith("#")) {
      lookAtComment(number, line, indent);
    } else {
      lookAtValue(number, line, indent);
    }
  }

  private void lookAtComment(int number, String line, int indent) {
    if (line.strip().startsWith("# grade:") && isGraded(number, line)) {
      gradedIndent = indent;
    }
  }

  private void lookAtValue(int number, String line, int indent) {
    Matcher key = KEY.matcher(line.strip());
    if (key.matches() && WORDS.contains(key.group(1))) {
      wordsIndent = indent + (line.strip().startsWith("- ") ? 2 : 0);
      return;
    }
    int comment = line.indexOf(" #");
    String value = comment < 0 ? line : line.substring(0, comment);
    if (line.contains("# grade:")) {
      isGraded(number, line);
    } else if (gradedIndent < 0 && FIGURE.matcher(value).find()) {
      problem(number, "a figure of no source", line);
    }
  }

  private boolean isGraded(int number, String line) {
    Matcher grade = GRADE.matcher(line);
    if (!grade.find()) {
      problem(number, "a grade is P or S and a source, or chosen", line);
      return false;
    }
    if (grade.group(2) != null && !sources.contains(grade.group(2))) {
      problem(number, "a source that the file does not declare", line);
      return false;
    }
    return true;
  }

  private void problem(int number, String what, String line) {
    problems.add(String.format(Locale.ROOT, "%d: %s: %s", number, what, line.strip()));
  }
}
