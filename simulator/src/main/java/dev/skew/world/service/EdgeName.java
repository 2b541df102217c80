package dev.skew.world.service;

/** A dependency of one service on another, written {@code svc-order:database}. */
public record EdgeName(String from, String to) {

  @Override
  public String toString() {
    return from + ":" + to;
  }
}
