package dev.skew.world.fault;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Help, written from the table of {@link Verbs}. */
final class HelpText {

  static final String EXAMPLE = "try chaos network partition --nodes 40% --duration 60s";

  private static final int FLAG_WIDTH = 34;

  private HelpText() {}

  static Optional<String> askedBy(String line) {
    List<String> words = List.of(line.strip().split("\\s+"));
    if (!words.contains("--help") && !words.contains("-h")) {
      return Optional.empty();
    }
    List<String> topic =
        words.stream().filter(word -> !word.startsWith("-") && !word.equals("chaos")).toList();
    return Optional.of(of(String.join(" ", topic)));
  }

  static String of(String topic) {
    String wanted = topic.strip();
    if (wanted.isEmpty()) {
      return overview();
    }
    for (Verb<?> verb : Verbs.ALL) {
      if (verb.call().equals("chaos " + wanted)) {
        return verb(verb);
      }
    }
    List<Verb<?>> group =
        Verbs.ALL.stream()
            .<Verb<?>>map(verb -> verb)
            .filter(verb -> verb.group().equals(wanted))
            .toList();
    if (!group.isEmpty()) {
      return list("Usage: chaos " + wanted + " COMMAND --help shows one of", group);
    }
    Set<String> calls = new LinkedHashSet<>();
    for (Verb<?> verb : Verbs.ALL) {
      calls.add(verb.group().isEmpty() ? verb.name() : verb.group());
      calls.add(verb.call().substring("chaos ".length()));
    }
    return "There is no command chaos "
        + wanted
        + Nearest.hint(wanted, calls)
        + "\n\n"
        + overview();
  }

  static String reference() {
    StringBuilder text =
        new StringBuilder("| command | what it does | flags |\n| --- | --- | --- |\n");
    for (Verb<?> verb : Verbs.ALL) {
      text.append("| `").append(verb.call()).append("` | ").append(verb.summary()).append(" | ");
      for (Verb.Binding<?, ?> binding : verb.bindings()) {
        text.append('`').append(usage(binding.flag()).replace("|", "\\|")).append("` ");
      }
      text.append(nodes(verb));
      text.append(verb.lasts() ? "`--duration DURATION` |\n" : "|\n");
    }
    text.append("\nWhere it says *nodes*: `--nodes NODES --role NAME --region NAME` and");
    return text.append(" `--require minority|majority`.\n").toString();
  }

  private static String nodes(Verb<?> verb) {
    if (verb.nodes() == Verb.Nodes.NONE) {
      return "";
    }
    return verb.who().equals(Verbs.NODES) ? "*nodes* " : "`" + usage(verb.who()) + "` ";
  }

  private static String usage(Flag<?> flag) {
    return ("--" + flag.name() + " " + flag.value()).strip();
  }

  private static String overview() {
    return list("Usage: chaos COMMAND, with --help for any of", List.copyOf(Verbs.ALL))
        + "\nOn nodes, as a runbook types them: "
        + String.join(", ", HostParser.COMMANDS.keySet())
        + "; sleep and && join commands on the same nodes.\n";
  }

  private static String list(String title, List<Verb<?>> verbs) {
    StringBuilder text = new StringBuilder(title).append(":\n\n");
    for (Verb<?> verb : verbs) {
      text.append(row(verb.call(), verb.summary()));
    }
    return text.toString();
  }

  private static String verb(Verb<?> verb) {
    StringBuilder text = new StringBuilder("Usage: ").append(verb.call());
    List<Flag<?>> flags = ChaosParser.flags(verb);
    text.append(flags.isEmpty() ? "" : " FLAGS").append("\n\n").append(capital(verb.summary()));
    text.append(".\n").append(flags.isEmpty() ? "" : "\n");
    for (Flag<?> flag : flags) {
      text.append(row("--" + flag.name() + " " + flag.value(), flag.help() + standard(flag)));
    }
    return text.toString();
  }

  private static <T> String standard(Flag<T> flag) {
    if (flag.isSwitch() || flag.fallback() == null) {
      return "";
    }
    String written = flag.write().apply(flag.fallback());
    return written.isEmpty() ? "" : " (" + written + ")";
  }

  private static String row(String left, String right) {
    if (left.length() >= FLAG_WIDTH) {
      return "  " + left + "\n  " + " ".repeat(FLAG_WIDTH) + right + "\n";
    }
    return "  " + left + " ".repeat(FLAG_WIDTH - left.length()) + right + "\n";
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
