package dev.skew.world.fault;

import dev.skew.world.fault.FaultGrammar.Given;
import dev.skew.world.fault.FaultSyntaxException.Mistake;
import dev.skew.world.fault.Verb.Nodes;
import dev.skew.world.fault.Words.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one {@code chaos} command by the table of {@link Verbs}. */
final class ChaosParser {

  private final Words words;
  private final Given given;
  private final List<Mistake> mistakes;
  private final int mistakesBefore;

  ChaosParser(Words words, Given given, List<Mistake> mistakes) {
    this.words = words;
    this.given = given;
    this.mistakes = mistakes;
    this.mistakesBefore = mistakes.size();
  }

  Optional<FaultCommand> parse(Word chaos) {
    Verb<?> verb = verb(chaos);
    if (verb == null) {
      return Optional.empty();
    }
    Arguments arguments = arguments(verb);
    refuseMissing(verb, arguments, chaos);
    if (mistakes.size() > mistakesBefore) {
      return Optional.empty();
    }
    try {
      return Optional.of(command(verb, arguments));
    } catch (IllegalArgumentException wrong) {
      mistake(chaos, verb.call() + ": " + wrong.getMessage());
      return Optional.empty();
    }
  }

  private void mistake(Word word, String message) {
    mistakes.add(new Mistake(word.offset(), message));
  }

  private @Nullable Verb<?> verb(Word chaos) {
    List<String> groups = Verbs.ALL.stream().map(ChaosParser::firstWord).distinct().toList();
    if (!words.hasNext()) {
      mistake(chaos, "chaos needs a command: " + String.join(", ", groups));
      return null;
    }
    Word first = words.next();
    List<Verb<?>> candidates = new ArrayList<>(Verbs.ALL);
    candidates.removeIf(verb -> !firstWord(verb).equals(first.text()));
    if (candidates.isEmpty()) {
      mistake(
          first, "there is no command chaos " + first.text() + Nearest.hint(first.text(), groups));
      return null;
    }
    return candidates.get(0).group().isEmpty() ? candidates.get(0) : verb(first, candidates);
  }

  private @Nullable Verb<?> verb(Word group, List<Verb<?>> candidates) {
    List<String> names = candidates.stream().map(Verb::name).toList();
    if (!words.hasNext() || words.peek().text().startsWith("--")) {
      mistake(group, "chaos " + group.text() + " needs one of " + listed(names) + " after it");
      return null;
    }
    Word name = words.next();
    for (Verb<?> verb : candidates) {
      if (verb.name().equals(name.text())) {
        return verb;
      }
    }
    String call = group.text() + " " + name.text();
    mistake(name, "there is no command chaos " + call + Nearest.hint(name.text(), names));
    return null;
  }

  private static String firstWord(Verb<?> verb) {
    return verb.group().isEmpty() ? verb.name() : verb.group();
  }

  private static String listed(List<String> names) {
    return String.join(", ", names);
  }

  static List<Flag<?>> flags(Verb<?> verb) {
    List<Flag<?>> flags = new ArrayList<>();
    verb.bindings().forEach(binding -> flags.add(binding.flag()));
    if (verb.nodes() != Nodes.NONE) {
      flags.addAll(
          verb.who().equals(Verbs.NODES) || verb.who().equals(Verbs.LIARS)
              ? List.of(verb.who(), Verbs.ROLE, Verbs.REGION, Verbs.REQUIRE)
              : List.of(verb.who()));
    }
    if (verb.lasts()) {
      flags.add(Verbs.DURATION);
    }
    return flags;
  }

  private Arguments arguments(Verb<?> verb) {
    Map<String, Flag<?>> flags = new LinkedHashMap<>();
    flags(verb).forEach(flag -> flags.put("--" + flag.name(), flag));
    Arguments arguments = new Arguments();
    while (words.hasNext()) {
      Word word = words.next();
      int equals = word.text().startsWith("--") ? word.text().indexOf('=') : -1;
      String name = equals < 0 ? word.text() : word.text().substring(0, equals);
      Flag<?> flag = flags.get(name);
      if (flag == null) {
        unknown(verb, word, name, flags);
        // Whoever mistypes a flag has not forgotten it.
        Nearest.of(name, flags.keySet())
            .map(flags::get)
            .ifPresent(meant -> arguments.put(meant, Missing.VALUE));
      } else if (arguments.has(flag)) {
        mistake(word, name + " is given twice");
        skipValue(flag, equals);
      } else {
        value(flag, word, equals).ifPresent(value -> arguments.put(flag, value));
      }
    }
    return arguments;
  }

  private void unknown(Verb<?> verb, Word word, String name, Map<String, Flag<?>> flags) {
    if (!name.startsWith("--")) {
      mistake(word, verb.call() + " takes flags only, " + name + " is none");
      return;
    }
    String hint =
        name.equals("--duration")
            ? ": it is done at once"
            : Nearest.hint(name, List.copyOf(flags.keySet()));
    mistake(word, verb.call() + " takes no " + name + hint);
    // What follows is taken for its value, so that one mistake is reported once.
    if (name.length() == word.text().length()
        && words.hasNext()
        && !words.peek().text().startsWith("--")) {
      words.next();
    }
  }

  private void skipValue(Flag<?> flag, int equals) {
    if (!flag.isSwitch() && equals < 0 && words.hasNext()) {
      words.next();
    }
  }

  private Optional<Object> value(Flag<?> flag, Word word, int equals) {
    if (flag.isSwitch()) {
      if (equals >= 0) {
        mistake(word, "--" + flag.name() + " takes no value");
      }
      return Optional.of(true);
    }
    if (equals < 0 && (!words.hasNext() || words.peek().text().startsWith("--"))) {
      mistake(word, "--" + flag.name() + " needs a value: " + flag.value());
      return Optional.of(Missing.VALUE);
    }
    Word source = equals < 0 ? words.next() : word;
    String text = equals < 0 ? source.text() : word.text().substring(equals + 1);
    try {
      return Optional.of(Objects.requireNonNull(flag.read().apply(text)));
    } catch (IllegalArgumentException wrong) {
      mistake(source, "--" + flag.name() + " " + wrong.getMessage());
      return Optional.of(Missing.VALUE);
    }
  }

  /** Stands for a value that was given but is wrong, so that it is not reported as absent too. */
  private enum Missing {
    VALUE
  }

  private void refuseMissing(Verb<?> verb, Arguments arguments, Word chaos) {
    for (Verb.Binding<?, ?> binding : verb.bindings()) {
      Flag<?> flag = binding.flag();
      if (flag.fallback() == null && !arguments.has(flag)) {
        mistake(
            chaos,
            verb.call() + " needs --" + flag.name() + " " + flag.value() + ": " + flag.help());
      }
    }
    boolean named = names(verb, arguments);
    if (verb.nodes() == Nodes.NEEDED && !named && given.nodes() == null) {
      mistake(chaos, verb.call() + " needs --" + usage(verb.who()));
    }
    if (verb.nodes() == Nodes.NONE && given.nodes() != null) {
      mistake(chaos, verb.call() + " is about no nodes, yet some are given beside the line");
    }
    if (verb.nodes() != Nodes.NONE && named && given.nodes() != null) {
      mistake(chaos, "the nodes are given twice, by the line and beside it");
    }
    if (verb.lasts() && arguments.has(Verbs.DURATION) && given.lasting() != null) {
      mistake(chaos, "the duration is given twice, by --duration and beside the line");
    }
    if (!verb.lasts() && given.lasting() != null) {
      mistake(chaos, verb.call() + " is done at once and takes no duration");
    }
  }

  private static String usage(Flag<NodeSelector> who) {
    return who.name() + " " + who.value() + ": " + who.help();
  }

  private static boolean names(Verb<?> verb, Arguments arguments) {
    return arguments.has(verb.who()) || arguments.has(Verbs.ROLE) || arguments.has(Verbs.REGION);
  }

  private FaultCommand command(Verb<?> verb, Arguments arguments) {
    Fault fault = verb.make().apply(arguments);
    Duration lasting =
        given.lasting() != null ? given.lasting() : arguments.getOrNull(Verbs.DURATION);
    if (verb.nodes() == Nodes.NONE) {
      return new FaultCommand(fault, NodeSelector.ALL, FaultCommand.Require.ANY, lasting);
    }
    return new FaultCommand(fault, nodes(verb, arguments), arguments.get(Verbs.REQUIRE), lasting);
  }

  private NodeSelector nodes(Verb<?> verb, Arguments arguments) {
    if (given.nodes() != null && !names(verb, arguments)) {
      return given.nodes();
    }
    NodeSelector nodes = arguments.getOrNull(verb.who());
    nodes = nodes == null ? NodeSelector.ALL : nodes;
    String role = arguments.get(Verbs.ROLE);
    String region = arguments.get(Verbs.REGION);
    nodes = role.isEmpty() ? nodes : nodes.withRole(role);
    return region.isEmpty() ? nodes : nodes.withRegion(region);
  }
}
