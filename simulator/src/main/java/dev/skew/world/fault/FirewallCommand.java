package dev.skew.world.fault;

import dev.skew.world.fault.Words.Word;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code iptables -A INPUT -m statistic --mode random --probability 0.1 -j DROP} and its kin. */
final class FirewallCommand {

  private static final String FORM =
      "understood is iptables -A INPUT|OUTPUT [-s|-d NODES] [-m statistic --mode random"
          + " --probability P] -j DROP, and iptables -F";

  private final Words words;
  private @Nullable Direction direction;
  private NodeSelector peers = NodeSelector.REST;
  private @Nullable Double probability;
  private boolean drops;

  private FirewallCommand(Words words) {
    this.words = words;
  }

  static List<Fault> parse(Words words) {
    if (words.skip("-F") || words.skip("--flush")) {
      if (words.hasNext()) {
        throw new IllegalArgumentException(FORM);
      }
      return List.of(new NetworkFault.Heal());
    }
    FirewallCommand command = new FirewallCommand(words);
    while (words.hasNext()) {
      command.option(words.next());
    }
    return List.of(command.fault());
  }

  private void option(Word option) {
    switch (option.text()) {
      case "-A", "--append", "-I", "--insert" -> direction = chain(value(option));
      case "-m", "--match" -> expect(option, "statistic");
      case "--mode" -> expect(option, "random");
      case "--probability" -> probability = Flag.probability(value(option));
      case "-s", "--source", "-d", "--destination" -> peers = SelectorText.read(value(option));
      case "-j", "--jump" -> {
        expect(option, "DROP");
        drops = true;
      }
      default -> throw new IllegalArgumentException("unknown " + option.text() + "; " + FORM);
    }
  }

  private String value(Word option) {
    if (!words.hasNext()) {
      throw new IllegalArgumentException(option.text() + " needs a value; " + FORM);
    }
    return words.next().text();
  }

  private void expect(Word option, String only) {
    String value = value(option);
    if (!value.equals(only)) {
      throw new IllegalArgumentException(
          option.text() + " must be " + only + ", got " + value + "; " + FORM);
    }
  }

  private static Direction chain(String name) {
    return switch (name) {
      case "INPUT" -> Direction.INBOUND;
      case "OUTPUT" -> Direction.OUTBOUND;
      default -> throw new IllegalArgumentException("unknown chain " + name + "; " + FORM);
    };
  }

  private Fault fault() {
    if (direction == null || !drops) {
      throw new IllegalArgumentException(FORM);
    }
    if (probability != null) {
      return new NetworkFault.Loss(probability, 0, 1, new Reach(direction, peers, false));
    }
    // A rule without a match drops everything, clients' packets too.
    return new NetworkFault.Partition(new Reach(direction, peers, peers.equals(NodeSelector.REST)));
  }
}
