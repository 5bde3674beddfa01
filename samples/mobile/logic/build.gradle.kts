// The app's logic: no Android class in it, so it runs and is tested on any Java machine.
plugins { id("com.android.library") }

android {
    namespace = "vereda"
    compileSdk = 35
    defaultConfig { minSdk = 26 }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_1_8
        targetCompatibility = JavaVersion.VERSION_1_8
    }
}

dependencies { api(project(":sotto")) }
