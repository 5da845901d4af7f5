package dev.zoetrope.kernel.jshell;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the checks that make a cell's loops stoppable cost: the same class with and without them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class LoopChecksBenchmark {
  /** Loops as people write them in cells. */
  public interface Loops {
    /** Multiplies and adds two arrays; the JIT turns it into vector instructions. */
    double dot(double[] left, double[] right);

    /** Adds integers that depend on those before, which nothing can vectorise. */
    long collatz(int limit);

    /** Multiplies matrices, row after row. */
    void multiply(double[] left, double[] right, double[] product, int size);
  }

  /** Compiled as a cell is. */
  public static final class Numbers implements Loops {
    @Override
    public double dot(double[] left, double[] right) {
      double sum = 0;
      for (int i = 0; i < left.length; i++) {
        sum += left[i] * right[i];
      }
      return sum;
    }

    @Override
    public long collatz(int limit) {
      long steps = 0;
      for (int start = 1; start < limit; start++) {
        for (long n = start; n != 1; n = (n & 1) == 0 ? n >> 1 : 3 * n + 1) {
          steps++;
        }
      }
      return steps;
    }

    @Override
    public void multiply(double[] left, double[] right, double[] product, int size) {
      for (int row = 0; row < size; row++) {
        for (int k = 0; k < size; k++) {
          double factor = left[row * size + k];
          for (int column = 0; column < size; column++) {
            product[row * size + column] += factor * right[k * size + column];
          }
        }
      }
    }
  }

  private static final int SIZE = 96;

  /** Whether the class went through the kernel's rewriting. */
  @Param({"false", "true"})
  public boolean checked;

  private final double[] left = new Random(1).doubles(SIZE * SIZE).toArray();
  private final double[] right = new Random(2).doubles(SIZE * SIZE).toArray();
  private final double[] product = new double[SIZE * SIZE];
  private Loops loops = new Numbers();

  /** Loads the class anew, as it is or with checks. */
  @Setup
  public void load() throws Exception {
    byte[] plain = classFile();
    byte[] bytes = checked ? LoopChecks.addTo(plain) : plain;
    Class<?> type =
        new ClassLoader(LoopChecksBenchmark.class.getClassLoader()) {
          Class<?> define() {
            return defineClass(Numbers.class.getName(), bytes, 0, bytes.length);
          }
        }.define();
    loops = (Loops) type.getDeclaredConstructor().newInstance();
  }

  private static byte[] classFile() throws IOException {
    String file = "/" + Numbers.class.getName().replace('.', '/') + ".class";
    try (InputStream in = LoopChecksBenchmark.class.getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }

  @Benchmark
  public double dot() {
    return loops.dot(left, right);
  }

  @Benchmark
  public long collatz() {
    return loops.collatz(2000);
  }

  @Benchmark
  public double[] multiply() {
    loops.multiply(left, right, product, SIZE);
    return product;
  }
}
