package dev.zoetrope.telemetry;

import java.util.Optional;

/** Weighted least squares for a handful of unknowns, by the normal equations. */
final class LeastSquares {
  private static final double SINGULAR = 1e-9;

  private final double[][] normal;
  private final double[] right;

  LeastSquares(int unknowns) {
    normal = new double[unknowns][unknowns];
    right = new double[unknowns];
  }

  /** Adds {@code row · x = value} with a weight. */
  void add(double[] row, double value, double weight) {
    for (int i = 0; i < row.length; i++) {
      right[i] += weight * row[i] * value;
      for (int j = 0; j < row.length; j++) {
        normal[i][j] += weight * row[i] * row[j];
      }
    }
  }

  /** The unknowns, or empty where the rows do not determine them. */
  Optional<double[]> solve() {
    for (int column = 0; column < right.length; column++) {
      if (!pivot(column)) {
        return Optional.empty();
      }
      eliminate(column);
    }
    return Optional.of(backwards());
  }

  private boolean pivot(int column) {
    int best = column;
    for (int row = column + 1; row < right.length; row++) {
      if (Math.abs(normal[row][column]) > Math.abs(normal[best][column])) {
        best = row;
      }
    }
    swap(column, best);
    return Math.abs(normal[column][column]) > SINGULAR;
  }

  private void swap(int a, int b) {
    double[] row = normal[a];
    normal[a] = normal[b];
    normal[b] = row;
    double value = right[a];
    right[a] = right[b];
    right[b] = value;
  }

  private void eliminate(int column) {
    for (int row = column + 1; row < right.length; row++) {
      double factor = normal[row][column] / normal[column][column];
      right[row] -= factor * right[column];
      for (int k = column; k < right.length; k++) {
        normal[row][k] -= factor * normal[column][k];
      }
    }
  }

  private double[] backwards() {
    double[] x = new double[right.length];
    for (int row = right.length - 1; row >= 0; row--) {
      double sum = right[row];
      for (int k = row + 1; k < right.length; k++) {
        sum -= normal[row][k] * x[k];
      }
      x[row] = sum / normal[row][row];
    }
    return x;
  }
}
