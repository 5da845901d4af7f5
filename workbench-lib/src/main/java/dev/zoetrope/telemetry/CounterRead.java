package dev.zoetrope.telemetry;

/**
 * One read of an energy counter.
 *
 * @param atNanos the middle of the call, ticker nanoseconds
 * @param joules what it said
 */
public record CounterRead(long atNanos, double joules) {}
