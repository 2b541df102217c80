package dev.skew.world.fault;

import dev.skew.world.fault.NetworkFault.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code tc qdisc add dev eth0 root netem ...}: what a node sends through its interface, in the
 * options of tc-netem(8).
 */
final class NetemCommand {

  private static final String FORM =
      "understood is tc qdisc add dev eth0 root netem with any of delay TIME [JITTER"
          + " [CORRELATION]] [distribution NAME], loss P, loss gemodel P R, duplicate P,"
          + " corrupt P, reorder P [gap N], rate RATE; and tc qdisc del dev eth0 root";

  private static final Reach EGRESS = new Reach(Direction.OUTBOUND, NodeSelector.REST, false);
  private static final Pattern TIME =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(s|secs?|ms|msecs?|us|usecs?|)");
  private static final Pattern RATE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)([kmg]?)bit");
  private static final List<String> OPTIONS =
      List.of("delay", "loss", "duplicate", "corrupt", "reorder", "rate");

  private final Words words;
  private Duration latency = Duration.ZERO;
  private Duration jitter = Duration.ZERO;
  private double correlation;
  private Spread spread = Spread.UNIFORM;
  private boolean delays;
  private boolean reorders;
  private final List<Fault> others = new ArrayList<>();

  private NetemCommand(Words words) {
    this.words = words;
  }

  static List<Fault> parse(Words words) {
    if (!words.skip("qdisc") || !words.hasNext()) {
      throw new IllegalArgumentException(FORM);
    }
    String act = words.next().text();
    if (!words.skip("dev") || !words.hasNext()) {
      throw new IllegalArgumentException("which device? " + FORM);
    }
    words.next(); // a node has one interface, whatever it is called
    boolean root = words.skip("root");
    boolean netem = words.skip("netem");
    if (act.equals("del") && root) {
      return List.of(new NetworkFault.Heal());
    }
    if (!act.equals("add") || !root || !netem) {
      throw new IllegalArgumentException(FORM);
    }
    NetemCommand command = new NetemCommand(words);
    while (words.hasNext()) {
      command.option(words.next().text());
    }
    return command.faults();
  }

  private void option(String name) {
    switch (name) {
      case "delay", "latency" -> delay();
      case "loss" -> loss();
      case "duplicate" ->
          others.add(new NetworkFault.Duplicate(share("duplicate"), correlation(), EGRESS));
      case "corrupt" ->
          others.add(new NetworkFault.Corrupt(share("corrupt"), correlation(), EGRESS));
      case "reorder" -> reorder();
      case "rate" -> others.add(new NetworkFault.Bandwidth(rate(), EGRESS));
      default ->
          throw new IllegalArgumentException(
              "netem knows no " + name + Nearest.hint(name, OPTIONS) + " here; " + FORM);
    }
  }

  private void delay() {
    delays = true;
    latency = time("delay");
    if (words.hasNext() && TIME.matcher(words.peek().text()).matches()) {
      jitter = time("jitter");
    }
    correlation = correlation();
    if (words.skip("distribution")) {
      spread = distribution(word("distribution"));
    }
  }

  private static Spread distribution(String name) {
    for (Spread spread : Spread.values()) {
      if (spread.label().equals(name)) {
        return spread;
      }
    }
    throw new IllegalArgumentException(
        "distribution must be uniform, normal, pareto, paretonormal or lognormal, got " + name);
  }

  private void loss() {
    if (!words.skip("gemodel")) {
      words.skip("random");
      others.add(new NetworkFault.Loss(share("loss"), correlation(), 1, EGRESS));
      return;
    }
    // Gilbert's model: good to bad with p, bad to good with r; in the bad state all is lost.
    double p = share("gemodel P");
    double r = share("gemodel R");
    if (!(p > 0 && r > 0)) {
      throw new IllegalArgumentException("gemodel needs P and R above 0%");
    }
    others.add(new NetworkFault.Loss(p / (p + r), 0, 1 / r, EGRESS));
  }

  private void reorder() {
    reorders = true;
    double probability = share("reorder");
    double follows = correlation();
    int gap = words.skip("gap") ? gap(word("gap")) : 1;
    others.add(new NetworkFault.Reorder(probability, follows, gap, EGRESS));
  }

  private static int gap(String text) {
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException("gap must be a whole number such as 5, got " + text);
    }
    return Integer.parseInt(text);
  }

  /** Most options may be followed by a share: how much a packet's fate follows the last one's. */
  private double correlation() {
    boolean there = words.hasNext() && words.peek().text().endsWith("%");
    return there ? share("correlation") : 0;
  }

  private List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    if (delays) {
      faults.add(new NetworkFault.Delay(latency, jitter, correlation, spread, EGRESS));
    }
    faults.addAll(others);
    if (reorders && !delays) {
      throw new IllegalArgumentException(
          "netem reorders by sending some packets without delay: give delay too");
    }
    if (faults.isEmpty()) {
      throw new IllegalArgumentException(FORM);
    }
    return faults;
  }

  private String word(String what) {
    if (!words.hasNext()) {
      throw new IllegalArgumentException(what + " needs a value; " + FORM);
    }
    return words.next().text();
  }

  private double share(String what) {
    String text = word(what);
    try {
      return Quantities.share(text);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(what + " " + wrong.getMessage(), wrong);
    }
  }

  /** As tc has it, a bare number is in microseconds. */
  private Duration time(String what) {
    String text = word(what);
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(what + " must be a time such as 100ms, got " + text);
    }
    String unit = matcher.group(2);
    String name = unit.isEmpty() || unit.startsWith("u") ? "us" : unit.startsWith("m") ? "ms" : "s";
    return Quantities.duration(matcher.group(1) + name);
  }

  private long rate() {
    String text = word("rate").toLowerCase(Locale.ROOT);
    Matcher matcher = RATE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("rate must be such as 1mbit, got " + text);
    }
    String prefix = matcher.group(2);
    String unit = prefix.equals("k") ? "kbit" : prefix.toUpperCase(Locale.ROOT) + "bit";
    return Quantities.bandwidth(matcher.group(1) + unit);
  }
}
