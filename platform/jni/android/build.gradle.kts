// An Android library (AAR) of the binding: the Java sources of this folder's parent and prebuilt
// libraries per ABI. Not built where Sotto is tested: there is no Android SDK or NDK there (README
// of the parent folder says what was checked instead).
plugins {
    id("com.android.library") version "8.7.0"
}

android {
    namespace = "dev.sotto"
    compileSdk = 35
    defaultConfig {
        minSdk = 26
        consumerProguardFiles("consumer-rules.pro")
        ndk { abiFilters += listOf("arm64-v8a", "x86_64") }
    }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_1_8
        targetCompatibility = JavaVersion.VERSION_1_8
    }
    sourceSets["main"].java.srcDir("../java")
    // src/main/jniLibs/arm64-v8a/libsotto_jni.so and so on, made with android-arm64.ini
    packaging { jniLibs.useLegacyPackaging = false } // mapped from the APK, aligned to 16 KiB
}
