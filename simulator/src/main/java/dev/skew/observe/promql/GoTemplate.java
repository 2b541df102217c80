package dev.skew.observe.promql;

import com.google.re2j.Matcher;
import java.util.regex.Pattern;

/**
 * Replacements as {@code regexp.Expand} reads them: {@code $1}, <code>${name}</code>, {@code $$}.
 */
final class GoTemplate {

  private static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\$)|(\\w+)|\\{(\\w+)\\})");

  private GoTemplate() {}

  /** A group that is not there is empty; a dollar that begins nothing is gone, as in Go. */
  static String expand(String template, Matcher groups) {
    java.util.regex.Matcher references = REFERENCE.matcher(template);
    StringBuilder text = new StringBuilder();
    int place = 0;
    while (references.find()) {
      text.append(template, place, references.start());
      if (references.group(1) != null) {
        text.append('$');
      } else {
        String name = references.group(2) != null ? references.group(2) : references.group(3);
        text.append(group(groups, name));
      }
      place = references.end();
    }
    return text.append(template, place, template.length()).toString();
  }

  private static String group(Matcher groups, String name) {
    boolean isNumber = name.chars().allMatch(c -> Lexer.isDigit((char) c)) && name.length() < 6;
    if (isNumber) {
      int number = Integer.parseInt(name);
      String value = number <= groups.groupCount() ? groups.group(number) : null;
      return value == null ? "" : value;
    }
    return named(groups, name);
  }

  private static String named(Matcher groups, String name) {
    Integer number = groups.pattern().namedGroups().get(name);
    String value = number == null ? null : groups.group(number);
    return value == null ? "" : value;
  }
}
