package dev.skew.world.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A command of the grammar: what it is called, what it takes, and how it becomes a fault and back.
 *
 * @param group as {@code network}, empty for a command without verbs
 * @param name as {@code partition}
 * @param nodes whether it says on which nodes
 * @param who the flag with which it says so
 * @param lasts whether it may say for how long
 */
record Verb<F extends Fault>(
    String group,
    String name,
    Class<F> type,
    String summary,
    Nodes nodes,
    Flag<NodeSelector> who,
    boolean lasts,
    List<Binding<F, ?>> bindings,
    Function<Arguments, F> make) {

  /** Whether a command says on which nodes. */
  enum Nodes {
    /** It must. */
    NEEDED,
    /** It may; otherwise it is about all. */
    ALL,
    /** There is nothing to say. */
    NONE
  }

  /** A flag and where a fault keeps its value. */
  record Binding<F, T>(Flag<T> flag, Function<F, T> get) {

    void write(F fault, StringBuilder line) {
      T value = get.apply(fault);
      if (value.equals(flag.fallback())) {
        return;
      }
      line.append(" --").append(flag.name());
      if (!flag.isSwitch()) {
        line.append(' ').append(flag.write().apply(value));
      }
    }
  }

  /** The words that call it. */
  String call() {
    return ("chaos " + group + " " + name).strip().replace("  ", " ");
  }

  /** Writes the flags that are not at their fallback. */
  void writeFlags(Fault fault, StringBuilder line) {
    F own = type.cast(fault);
    bindings.forEach(binding -> binding.write(own, line));
  }

  static <F extends Fault> Builder<F> of(String group, String name, Class<F> type) {
    return new Builder<>(group, name, type);
  }

  /** Puts a verb together; the table in {@link Verbs} reads as a list of commands. */
  static final class Builder<F extends Fault> {

    private final String group;
    private final String name;
    private final Class<F> type;
    private final List<Binding<F, ?>> bindings = new ArrayList<>();
    private Nodes nodes = Nodes.NEEDED;
    private Flag<NodeSelector> who = Verbs.NODES;
    private boolean lasts = true;

    private Builder(String group, String name, Class<F> type) {
      this.group = group;
      this.name = name;
      this.type = type;
    }

    Builder<F> onAllNodes() {
      nodes = Nodes.ALL;
      return this;
    }

    Builder<F> withoutNodes() {
      nodes = Nodes.NONE;
      return this;
    }

    /** Calls the nodes by another flag. */
    Builder<F> on(Flag<NodeSelector> flag) {
      who = flag;
      return this;
    }

    Builder<F> atOnce() {
      lasts = false;
      return this;
    }

    <T> Builder<F> with(Flag<T> flag, Function<F, T> get) {
      bindings.add(new Binding<>(flag, get));
      return this;
    }

    Verb<F> make(String summary, Function<Arguments, F> make) {
      return new Verb<>(group, name, type, summary, nodes, who, lasts, List.copyOf(bindings), make);
    }
  }
}
