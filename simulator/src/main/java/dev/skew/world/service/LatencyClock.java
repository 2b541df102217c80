package dev.skew.world.service;

/** With which clock a caller measures how long its callees take. */
public enum LatencyClock {
  /** Nothing is measured; instances are asked in turn. */
  NONE,
  /** The time of day, which may be set, or repeat a second. */
  WALL,
  /** What counts on, whatever the time of day does. */
  MONOTONIC
}
