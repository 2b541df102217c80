package dev.skew.world.fault;

import dev.skew.world.fault.NodeSelector.Amount;
import dev.skew.world.fault.NodeSelector.Count;
import dev.skew.world.fault.NodeSelector.Group;
import dev.skew.world.fault.NodeSelector.Named;
import dev.skew.world.fault.NodeSelector.Share;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A selector as one word, both ways. */
final class SelectorText {

  static final String EXAMPLES =
      "nodes such as 40%, 2, etcd-0,etcd-1, leader, role:store or 50%/region:eu-west";

  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9._-]{0,62}");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

  private SelectorText() {}

  static NodeSelector read(String text) {
    Amount amount = Group.ALL;
    String role = null;
    String region = null;
    String[] parts = text.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].startsWith("role:")) {
        role = name(parts[i].substring("role:".length()), text);
      } else if (parts[i].startsWith("region:")) {
        region = name(parts[i].substring("region:".length()), text);
      } else if (i == 0) {
        amount = amount(parts[i], text);
      } else {
        throw mustBe(text);
      }
    }
    return new NodeSelector(amount, role, region);
  }

  private static Amount amount(String text, String whole) {
    for (Group group : Group.values()) {
      if (text.equals(group.label())) {
        return group;
      }
    }
    if (text.endsWith("%")) {
      return new Share(Quantities.share(text));
    }
    if (DIGITS.matcher(text).matches()) {
      return new Count(Integer.parseInt(text));
    }
    List<String> names = Arrays.asList(text.split(",", -1));
    names.forEach(one -> name(one, whole));
    return new Named(names);
  }

  private static String name(String text, String whole) {
    if (!NAME.matcher(text).matches()) {
      throw mustBe(whole);
    }
    return text;
  }

  private static IllegalArgumentException mustBe(String text) {
    return new IllegalArgumentException("must be " + EXAMPLES + ", got " + text);
  }

  static String write(NodeSelector selector) {
    String filters =
        (selector.role() == null ? "" : "/role:" + selector.role())
            + (selector.region() == null ? "" : "/region:" + selector.region());
    return selector.amount() == Group.ALL && !filters.isEmpty()
        ? filters.substring(1)
        : write(selector.amount()) + filters;
  }

  static String write(Amount amount) {
    if (amount instanceof Share share) {
      return Quantities.share(share.ratio());
    }
    if (amount instanceof Count count) {
      return Integer.toString(count.number());
    }
    if (amount instanceof Named named) {
      return String.join(",", named.names());
    }
    return ((Group) amount).label();
  }
}
