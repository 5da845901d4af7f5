package dev.zoetrope.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A method reference such as {@code String::isEmpty}, as a method of the cell's own class that
 * makes the call: so it is checked and replaced as every other call of the cell, although a library
 * makes it.
 *
 * @param target what is referred to
 * @param name of the method that stands for it
 * @param descriptor of that method
 * @param line of the cell where the reference stands
 */
record Reference(Handle target, String name, String descriptor, int line) {
  private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";

  /** Which of the factory's arguments is what to call. */
  private static final int CALLED = 1;

  private static final int ACCESS =
      Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

  /** The method that a call site makes a function of; null if it is none, or the class's own. */
  static @Nullable Handle in(Handle factory, Object[] arguments, String self) {
    boolean isFunction = factory.getOwner().equals(FACTORY) && arguments.length > CALLED;
    if (!isFunction || !(arguments[CALLED] instanceof Handle target)) {
      return null;
    }
    // What can be written to a file is found again by the name of its method.
    boolean isPlain = factory.getName().equals("metafactory") || replaced(target) != null;
    boolean isOther = !target.getOwner().equals(self) && isCallable(target.getTag());
    return isPlain && isOther ? target : null;
  }

  private static boolean isCallable(int tag) {
    return tag == Opcodes.H_INVOKESTATIC
        || tag == Opcodes.H_INVOKEVIRTUAL
        || tag == Opcodes.H_INVOKEINTERFACE
        || tag == Opcodes.H_NEWINVOKESPECIAL;
  }

  /**
   * The reference at a call site.
   *
   * @param site the call site's descriptor: the types of what the function keeps are taken as they
   *     are there
   */
  static Reference of(Handle target, String name, String site, int line) {
    List<Type> types = new ArrayList<>();
    if (hasReceiver(target)) {
      types.add(Type.getObjectType(target.getOwner()));
    }
    types.addAll(List.of(Type.getArgumentTypes(target.getDesc())));
    Type[] kept = Type.getArgumentTypes(site);
    for (int i = 0; i < kept.length; i++) {
      types.set(i, kept[i]);
    }
    Type result =
        isNew(target)
            ? Type.getObjectType(target.getOwner())
            : Type.getReturnType(target.getDesc());
    return new Reference(
        target, name, Type.getMethodDescriptor(result, types.toArray(Type[]::new)), line);
  }

  /** The arguments of the call site with this method instead of its target. */
  Object[] in(Object[] arguments, String self, boolean isInterface) {
    Object[] changed = arguments.clone();
    changed[CALLED] = new Handle(Opcodes.H_INVOKESTATIC, self, name, descriptor, isInterface);
    return changed;
  }

  /** Writes the method, which the visitor still has to check. */
  void writeTo(ClassVisitor type) {
    MethodVisitor code = type.visitMethod(ACCESS, name, descriptor, null, null);
    code.visitCode();
    tellLine(code);
    int room = isNew(target) ? 2 : 0;
    if (isNew(target)) {
      code.visitTypeInsn(Opcodes.NEW, target.getOwner());
      code.visitInsn(Opcodes.DUP);
    }
    int locals = loadArguments(code);
    code.visitMethodInsn(
        opcode(), target.getOwner(), target.getName(), target.getDesc(), target.isInterface());
    Type result = Type.getReturnType(descriptor);
    code.visitInsn(result.getOpcode(Opcodes.IRETURN));
    code.visitMaxs(Math.max(room + locals, result.getSize()), locals);
    code.visitEnd();
  }

  private void tellLine(MethodVisitor code) {
    if (line > 0) {
      Label start = new Label();
      code.visitLabel(start);
      code.visitLineNumber(line, start);
    }
  }

  private int loadArguments(MethodVisitor code) {
    int local = 0;
    for (Type each : Type.getArgumentTypes(descriptor)) {
      code.visitVarInsn(each.getOpcode(Opcodes.ILOAD), local);
      local += each.getSize();
    }
    return local;
  }

  private int opcode() {
    return switch (target.getTag()) {
      case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
      case Opcodes.H_INVOKEVIRTUAL -> Opcodes.INVOKEVIRTUAL;
      case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
      default -> Opcodes.INVOKESPECIAL;
    };
  }

  private static @Nullable Replaced replaced(Handle target) {
    return Replaced.of(target.getOwner(), target.getName(), target.getDesc());
  }

  private static boolean isNew(Handle target) {
    return target.getTag() == Opcodes.H_NEWINVOKESPECIAL;
  }

  private static boolean hasReceiver(Handle target) {
    return target.getTag() == Opcodes.H_INVOKEVIRTUAL
        || target.getTag() == Opcodes.H_INVOKEINTERFACE;
  }
}
