package dev.zoetrope.kernel;

/**
 * A cell that was run.
 *
 * @param session 0 for the kernel that runs now, -1 for the one before it, and so on
 * @param line the cell's number in its session
 */
record HistoryEntry(int session, int line, String source) {}
