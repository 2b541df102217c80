package dev.skew.rehearse.simulation;

import dev.skew.world.service.ServiceEvent;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What a person should read of what services put on record, of repeated things the first. */
final class ServiceLines {

  private final Set<String> said = new HashSet<>();

  Optional<String> of(ServiceEvent event) {
    if (event instanceof ServiceEvent.BreakerChanged changed) {
      return Optional.of(
          changed.node() + ": breaker of " + changed.edge() + " is " + changed.to().label());
    }
    if (event instanceof ServiceEvent.CallRefused refused) {
      return once(refused.service() + " turns requests away: " + refused.reason());
    }
    if (event instanceof ServiceEvent.CallWithheld withheld
        && !withheld.reason().equals("breaker")) {
      return once(withheld.edge() + " withholds calls: " + withheld.reason());
    }
    if (event instanceof ServiceEvent.AttemptEnded ended && ended.outcome().equals("timeout")) {
      return once("first timeout on " + ended.edge());
    }
    return Optional.empty();
  }

  private Optional<String> once(String line) {
    return said.add(line) ? Optional.of(line) : Optional.empty();
  }
}
